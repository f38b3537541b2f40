using System.Globalization;
using System.Net;
using System.Net.Sockets;
using TopGun.Core.Access;
using TopGun.Host.Configuration;
using TopGun.Host.Serving;
using TopGun.Server;
using TopGun.Server.Storage;

namespace TopGun.Host.Doctor;

/// <summary>Looks at everything that a server needs to start and to serve, and says what is wrong and what cures it.</summary>
internal static class Examination
{
    // A database this far off may not own what it writes; devices are measured against the server's clock alone.
    private static readonly TimeSpan MostClockOffset = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan CertificateSoon = TimeSpan.FromDays(14);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const long LittleSpace = 1L << 30;

    /// <summary>Examines, one thing after the other.</summary>
    /// <param name="read">Reads the settings.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async IAsyncEnumerable<Finding> RunAsync(Func<ServeSettings> read, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var options = new TopGunServerOptions();
        ServeSettings? settings = null;
        IReadOnlyList<string> mistakes;
        try
        {
            settings = read();
            mistakes = ServerRun.Check(settings, options);
        }
        catch (StartFailure failure)
        {
            mistakes = failure.Mistakes;
        }

        foreach (var mistake in mistakes) yield return new Finding("configuration", Verdict.Bad, mistake);
        if (settings is null) yield break;
        if (mistakes.Count == 0)
            yield return new Finding("configuration", Verdict.Good, settings.IsDev ? "for trying out: everything is allowed to every token, on loopback only" : "complete");

        foreach (var finding in Permissions(options, settings.IsDev)) yield return finding;
        foreach (var finding in Ports(settings)) yield return finding;
        if (settings.Tls is not null) yield return Tls(settings.Tls);
        await foreach (var finding in StoreAsync(settings, cancellationToken)) yield return finding;
    }

    private static IEnumerable<Finding> Permissions(TopGunServerOptions options, bool isDev)
    {
        var rules = options.Permissions.Count;
        if (isDev) yield break;
        if (rules == 0 && options.AccessFile is null)
            yield return new Finding("permissions", Verdict.Bad, "no rule, so nobody may do anything: set TOPGUN_PERMISSIONS, or TOPGUN__ACCESSFILE to a file with rules.");
        else if (options.Permissions.Any(rule => rule.Roles is [] or ["*"] && rule.Maps.Contains("*") && rule.Actions.HasFlag(MapAction.Put)))
            yield return new Finding("permissions", Verdict.Doubtful, "a rule lets every user write every map; name roles, or maps like 'inbox-{sub}' that belong to a user.");
        else
            yield return new Finding("permissions", Verdict.Good, $"{rules} rules{(options.AccessFile is { } file ? $", and those of {file}" : "")}");
    }

    private static IEnumerable<Finding> Ports(ServeSettings settings)
    {
        int[] ports = settings.Tls is null ? [settings.GrpcPort, settings.WebPort] : [settings.GrpcPort];
        foreach (var port in ports.Where(port => port > 0)) yield return Port(settings.Address, port);
    }

    private static Finding Port(IPAddress address, int port)
    {
        try
        {
            using var listener = new TcpListener(address, port);
            if (address.Equals(IPAddress.IPv6Any)) listener.Server.DualMode = true;
            listener.Start();
            listener.Stop();
            return new Finding($"port {port}", Verdict.Good, "free");
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return new Finding($"port {port}", Verdict.Bad, $"in use on {address}: stop what listens there (lsof -i :{port}) if it is not this server itself, or choose another with --port.");
        }
        catch (SocketException failure)
        {
            return new Finding($"port {port}", Verdict.Bad, $"can't be listened on at {address} ({failure.Message.TrimEnd('.')}): set --bind to an address of this machine, and --port to one that this user may open.");
        }
    }

    private static Finding Tls(TlsFiles files)
    {
        try
        {
            var identity = files.Load();
            var left = identity.Certificate.NotAfter.ToUniversalTime() - TimeProvider.System.GetUtcNow().UtcDateTime;
            var until = identity.Certificate.NotAfter.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture);
            if (left < TimeSpan.Zero) return new Finding("tls", Verdict.Bad, $"the certificate of {identity.Certificate.Subject} has ended at {until}: renew it; the server takes the new files within seconds.");
            return left < CertificateSoon
                ? new Finding("tls", Verdict.Doubtful, $"the certificate of {identity.Certificate.Subject} ends at {until}: renew it soon.")
                : new Finding("tls", Verdict.Good, $"{identity.Certificate.Subject} until {until}{(identity.Chain.Count < 2 && identity.Certificate.Subject != identity.Certificate.Issuer ? "; the file has no intermediate certificates, which some clients need" : "")}");
        }
        catch (StartFailure failure)
        {
            return new Finding("tls", Verdict.Bad, failure.Message);
        }
    }

    private static async IAsyncEnumerable<Finding> StoreAsync(ServeSettings settings, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (settings.Store is null)
        {
            yield return File(settings.DataFile);
            yield break;
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        TimeSpan? offset = null;
        string? failure = null;
        try
        {
            offset = await StoreProbe.LookAtDatabaseAsync(settings.Store, patience.Token);
        }
        catch (StoreOpenException why)
        {
            failure = why.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            failure = $"The database does not answer within {Patience.TotalSeconds:0} s: check that it runs, and that no firewall lies between.";
        }

        yield return failure is null ? new Finding("store", Verdict.Good, "the database answers and can be used") : new Finding("store", Verdict.Bad, failure);
        if (offset is { } ahead)
        {
            yield return ahead.Duration() <= MostClockOffset
                ? new Finding("clock", Verdict.Good, FormattableString.Invariant($"{ahead.TotalMilliseconds:0} ms off the database's"))
                : new Finding("clock", Verdict.Bad, FormattableString.Invariant($"{ahead.TotalMilliseconds:0} ms off the database's; {MostClockOffset.TotalMilliseconds:0} are allowed: let both machines keep time by NTP (timedatectl set-ntp true)."));
        }
    }

    private static Finding File(string path)
    {
        try
        {
            var free = StoreProbe.LookAtFile(path);
            return free < LittleSpace
                ? new Finding("store", Verdict.Doubtful, FormattableString.Invariant($"{free >> 20:N0} MiB are free where {path} lies; a full disk stops all writes: make room."))
                : new Finding("store", Verdict.Good, FormattableString.Invariant($"{path}, {free >> 30:N0} GiB free"));
        }
        catch (StoreOpenException failure)
        {
            return new Finding("store", Verdict.Bad, failure.Message);
        }
    }
}
