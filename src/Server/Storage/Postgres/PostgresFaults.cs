using System.Net.Sockets;
using System.Security.Authentication;
using Npgsql;

namespace TopGun.Server.Storage.Postgres;

/// <summary>Sorts what PostgreSQL, its driver and the network say.</summary>
internal static class PostgresFaults
{
    /// <summary>Our own code of a commit that another owner or head refuses.</summary>
    public const string Fenced = "TG001";

    /// <summary>Our own code of a partition that is asked for by a server without the lease.</summary>
    public const string NotOwner = "TG002";

    /// <summary>Whether an error comes from the database or from the way to it, and not from us.</summary>
    public static bool IsOfDatabase(Exception error) => error is NpgsqlException or SocketException or IOException or TimeoutException or AuthenticationException;

    /// <summary>Whether the same may work a moment later, when nothing was done by then: the connection broke, or the transaction was rolled back for another's sake.</summary>
    public static bool IsPassing(Exception error) => error switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable } => true,
        PostgresException said => IsOfMoment(said),
        NpgsqlException { InnerException: AuthenticationException } => false,
        NpgsqlException wrapped => wrapped.IsTransient || wrapped.InnerException is SocketException or IOException or TimeoutException,
        SocketException or IOException or TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether the transaction was surely rolled back, and may be sent again as it is.</summary>
    public static bool IsRolledBack(Exception error)
        => error is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable };

    /// <summary>Whether the content is at fault: it will never be taken.</summary>
    public static bool IsOfContent(Exception error)
        => error is PostgresException said && (said.SqlState.StartsWith("22", StringComparison.Ordinal) || said.SqlState.StartsWith("23", StringComparison.Ordinal)
            || said.SqlState.StartsWith("54", StringComparison.Ordinal) || said.SqlState == "21000");

    /// <summary>Whether what the database holds is damaged.</summary>
    public static bool IsDamage(Exception error) => error is PostgresException { SqlState: "XX001" or "XX002" };

    /// <summary>What an operator is told when a connection can't be made or is of no use: one line, with the cure.</summary>
    public static string Explain(PostgresAddress address, Exception error) => error switch
    {
        PostgresException said => Explain(address, said),
        NpgsqlException { InnerException: SocketException network } => Explain(address, network),
        SocketException network => Explain(address, network),
        NpgsqlException { InnerException: AuthenticationException insecure } =>
            $"PostgreSQL at {address.Place} has a certificate that is not trusted ({Line(insecure.InnerException?.Message ?? insecure.Message)}): name its issuer with sslrootcert, correct the host's name, or choose sslmode=require.",
        NpgsqlException { InnerException: TimeoutException } or TimeoutException =>
            $"PostgreSQL at {address.Place} does not answer in time: check that it runs there, and that no firewall lies between.",
        NpgsqlException missing when missing.Message.Contains("No password has been provided", StringComparison.Ordinal) =>
            $"PostgreSQL at {address.Place} wants a password for user '{address.User}', and the store's address has none: add it, or name a passfile.",
        NpgsqlException plain when plain.Message.Contains("SSL", StringComparison.Ordinal) && plain.InnerException is null =>
            $"PostgreSQL at {address.Place} does not speak TLS, and the store's address demands it: turn ssl on there (ssl = on in postgresql.conf), or choose sslmode=prefer.",
        _ => $"PostgreSQL at {address.Place} can't be used ({Line(error.InnerException is { } inner ? $"{error.Message}: {inner.Message}" : error.Message)}): check the store's address.",
    };

    private static string Explain(PostgresAddress address, PostgresException said) => said.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword =>
            $"PostgreSQL at {address.Place} does not accept the password of user '{address.User}': correct user or password in the store's address.",
        PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"PostgreSQL at {address.Place} does not let user '{address.User}' into database '{address.Database}' ({Line(said.MessageText)}): create the user, or add a line for it to pg_hba.conf and reload; where that says 'no encryption', sslmode=require may be what is missing.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"PostgreSQL at {address.Place} has no database '{address.Database}': create it (CREATE DATABASE \"{address.Database}\" OWNER \"{address.User}\"), or correct the store's address.",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"User '{address.User}' lacks rights in database '{address.Database}' at {address.Place} ({Line(said.MessageText)}): run CREATE SCHEMA IF NOT EXISTS topgun AUTHORIZATION \"{address.User}\" there as an administrator, or make the user the owner of the schema topgun.",
        PostgresErrorCodes.TooManyConnections =>
            $"PostgreSQL at {address.Place} has no connection left ({Line(said.MessageText)}): raise max_connections there, or lower 'Maximum Pool Size' in the store's address.",
        PostgresErrorCodes.CannotConnectNow =>
            $"PostgreSQL at {address.Place} is starting or stopping ({Line(said.MessageText)}): wait until it is up.",
        PostgresErrorCodes.DiskFull =>
            $"PostgreSQL at {address.Place} has no space left on its disk ({Line(said.MessageText)}): make space there.",
        PostgresErrorCodes.ReadOnlySqlTransaction =>
            $"Database '{address.Database}' at {address.Place} can only be read: give the address of the primary.",
        _ => $"PostgreSQL at {address.Place} says: {Line(said.MessageText)} ({said.SqlState}).",
    };

    private static string Explain(PostgresAddress address, SocketException network) => network.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => $"Nothing takes connections at {address.Place}: start PostgreSQL there, or correct host and port in the store's address.",
        SocketError.HostNotFound or SocketError.NoData => $"The host '{address.Host}' of the store's address is not known: correct it, or check the name service.",
        SocketError.TryAgain => $"The host '{address.Host}' of the store's address can't be looked up now: check the name service.",
        SocketError.AddressNotAvailable or SocketError.InvalidArgument when address.Host.StartsWith('/') => $"There is no socket of PostgreSQL in {address.Host}: start PostgreSQL, or correct the store's address.",
        _ => $"PostgreSQL at {address.Place} can't be reached ({Line(network.Message)}): check that it runs there, and that no firewall lies between.",
    };

    private static bool IsOfMoment(PostgresException said) => said.SqlState switch
    {
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown => true,
        _ => said.SqlState.StartsWith("08", StringComparison.Ordinal) && said.SqlState != PostgresErrorCodes.ProtocolViolation,
    };

    // One line whatever was said.
    private static string Line(string text) => text.ReplaceLineEndings(" ").TrimEnd('.', ' ');
}
