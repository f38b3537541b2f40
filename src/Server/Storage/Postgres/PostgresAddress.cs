using Npgsql;

namespace TopGun.Server.Storage.Postgres;

/// <summary>Where a database is, as operators write it: <c>postgresql://user:password@host:port/database?sslmode=require</c>, or <c>Host=...;Database=...</c>.</summary>
/// <remarks>Immutable. Its text form has no password, so it may be logged.</remarks>
internal sealed class PostgresAddress
{
    // What the command line tools of PostgreSQL call them, and what the driver does.
    private static readonly Dictionary<string, string> UriParameters = new(StringComparer.Ordinal)
    {
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["host"] = "Host",
        ["options"] = "Options",
        ["passfile"] = "Passfile",
        ["password"] = "Password",
        ["port"] = "Port",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslmode"] = "SSL Mode",
        ["sslpassword"] = "SSL Password",
        ["sslrootcert"] = "Root Certificate",
        ["target_session_attrs"] = "Target Session Attributes",
        ["user"] = "Username",
    };

    private const int DefaultPoolSize = 20;
    private const int DefaultCommandSeconds = 15;
    private const int DefaultConnectSeconds = 10;

    private readonly NpgsqlConnectionStringBuilder _settings;

    private PostgresAddress(NpgsqlConnectionStringBuilder settings) => _settings = settings;

    /// <summary>The host or hosts, or the directory of the socket.</summary>
    public string Host => _settings.Host!;

    /// <summary>The host and port, for people.</summary>
    public string Place => _settings.Host!.StartsWith('/') || _settings.Host.Contains(',', StringComparison.Ordinal) || _settings.Host.Contains(':', StringComparison.Ordinal)
        ? _settings.Host
        : $"{_settings.Host}:{_settings.Port}";

    /// <summary>The database.</summary>
    public string Database => _settings.Database!;

    /// <summary>The user.</summary>
    public string User => _settings.Username!;

    /// <summary>Whether a text is an address of a database rather than anything else.</summary>
    public static bool IsOne(string text) => IsUri(text) || text.Contains('=', StringComparison.Ordinal);

    /// <summary>Reads an address.</summary>
    /// <exception cref="StoreOpenException">It is none. The message shows no part of it that may be secret.</exception>
    public static PostgresAddress Parse(string text)
    {
        if (!IsOne(text)) throw new StoreOpenException("The store's address is none of a PostgreSQL database: write postgresql://user:password@host:port/database, or Host=...;Database=...;Username=...;Password=... A data file is named with --data instead.");
        var settings = IsUri(text) ? FromUri(text) : FromSettings(text);
        if (string.IsNullOrWhiteSpace(settings.Host)) throw new StoreOpenException("The store's address names no host: write postgresql://user:password@host:port/database, or Host=...;Database=...;Username=...;Password=...");
        if (string.IsNullOrEmpty(settings.Username)) throw new StoreOpenException("The store's address names no user: write postgresql://user:password@host:port/database, or add Username=...");
        if (string.IsNullOrEmpty(settings.Database)) throw new StoreOpenException("The store's address names no database: write postgresql://user:password@host:port/database, or add Database=...");

        if (!settings.ShouldSerialize("Maximum Pool Size")) settings.MaxPoolSize = Math.Max(DefaultPoolSize, settings.MinPoolSize);
        if (!settings.ShouldSerialize("Command Timeout")) settings.CommandTimeout = DefaultCommandSeconds;
        if (!settings.ShouldSerialize("Timeout")) settings.Timeout = DefaultConnectSeconds;
        if (!settings.ShouldSerialize("Application Name")) settings.ApplicationName = "topgun";
        // A session keeps nothing of ours, so there is nothing to reset, also not behind a pooler that lends sessions for a transaction.
        settings.NoResetOnClose = true;
        settings.Enlist = false;
        settings.Multiplexing = false;
        // What the server says of a row may hold keys and values; neither belongs into a log.
        settings.IncludeErrorDetail = false;
        settings.LogParameters = false;
        settings.PersistSecurityInfo = false;
        return new PostgresAddress(settings);
    }

    /// <summary>Makes connections; none is open yet.</summary>
    /// <param name="prepares">Whether statements may be kept prepared in a session. Behind a pooler the next transaction may have another session.</param>
    public NpgsqlDataSource ToSource(bool prepares)
    {
        // We use none but built-in types, so there is nothing to be asked for at the first connection.
        return new NpgsqlDataSourceBuilder(ToConnectionString(prepares)).ConfigureTypeLoading(types => types.EnableTypeLoading(false)).Build();
    }

    /// <summary>What the driver wants to know; it holds the password.</summary>
    /// <param name="prepares">Whether statements may be kept prepared in a session. Behind a pooler the next transaction may have another session.</param>
    public string ToConnectionString(bool prepares)
        => new NpgsqlConnectionStringBuilder(_settings.ConnectionString) { MaxAutoPrepare = prepares ? 64 : 0, AutoPrepareMinUsages = 2 }.ConnectionString;

    /// <summary>For people: everything but the password.</summary>
    public override string ToString() => $"postgresql://{User}@{Place}/{Database}";

    private static bool IsUri(string text)
        => text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);

    private static NpgsqlConnectionStringBuilder FromSettings(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException)
        {
            // The driver's words name the setting, and may repeat its value only where that is no number or name that it knows.
            throw new StoreOpenException($"The store's address has a setting that is not known or wrong ({FirstLine(error.Message)}); write Host=...;Port=...;Database=...;Username=...;Password=...");
        }
    }

    // Not by System.Uri: a database may have several hosts, and a password letters that it would take for something else.
    private static NpgsqlConnectionStringBuilder FromUri(string text)
    {
        var rest = text[(text.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var query = Cut(ref rest, rest.IndexOf('?', StringComparison.Ordinal));
        var database = Cut(ref rest, rest.IndexOf('/', StringComparison.Ordinal));
        var settings = new NpgsqlConnectionStringBuilder();
        if (rest.LastIndexOf('@') is >= 0 and var at)
        {
            var user = rest[..at];
            rest = rest[(at + 1)..];
            var password = Cut(ref user, user.IndexOf(':', StringComparison.Ordinal));
            settings.Username = Decode(user);
            if (password.Length > 0) settings.Password = Decode(password);
        }

        SetHosts(settings, rest);
        settings.Database = Decode(database);
        foreach (var parameter in query.Split('&', StringSplitOptions.RemoveEmptyEntries)) Set(settings, parameter);
        return settings;
    }

    private static void SetHosts(NpgsqlConnectionStringBuilder settings, string hosts)
    {
        if (hosts.Length == 0) return;
        if (hosts.Contains(',', StringComparison.Ordinal))
        {
            settings.Host = string.Join(',', hosts.Split(',').Select(Decode));
            return;
        }

        var colon = hosts.LastIndexOf(':');
        // The colons of an IPv6 address stand in brackets.
        if (colon >= 0 && !hosts.EndsWith(']'))
        {
            settings.Port = int.TryParse(hosts[(colon + 1)..], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65_535
                ? port
                : throw new StoreOpenException($"The store's address has the port '{hosts[(colon + 1)..]}', which is not a number from 1 to 65535.");
            hosts = hosts[..colon];
        }

        settings.Host = Decode(hosts.TrimStart('[').TrimEnd(']'));
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string parameter)
    {
        var value = parameter;
        var name = Decode(value);
        if (parameter.IndexOf('=', StringComparison.Ordinal) is >= 0 and var equals) (name, value) = (Decode(parameter[..equals]), Decode(parameter[(equals + 1)..]));
        if (!UriParameters.TryGetValue(name, out var known))
            throw new StoreOpenException($"The store's address has the parameter '{name}', which is not known; these are: {string.Join(", ", UriParameters.Keys.Order(StringComparer.Ordinal))}.");
        try
        {
            // verify-full is how PostgreSQL writes it, VerifyFull how the driver does.
            settings[known] = name is "sslmode" or "target_session_attrs" ? value.Replace("-", name == "sslmode" ? "" : "-", StringComparison.Ordinal) : value;
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            var shown = name is "password" or "sslpassword" ? "" : $" '{value}'";
            throw new StoreOpenException($"The store's address has the value{shown} of {name}, which is not possible{(name == "sslmode" ? "; disable, allow, prefer, require, verify-ca and verify-full are" : "")}.");
        }
    }

    private static string Cut(ref string text, int at)
    {
        if (at < 0) return "";
        var tail = text[(at + 1)..];
        text = text[..at];
        return tail;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text);

    private static string FirstLine(string text) => text.Split('\n')[0].TrimEnd('\r', '.', ' ');
}
