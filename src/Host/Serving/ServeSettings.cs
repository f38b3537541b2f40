using System.Collections;
using System.Globalization;
using System.Net;
using System.Text;
using TopGun.Host.Configuration;
using TopGun.Server;
using TopGun.Server.Auth;

namespace TopGun.Host.Serving;

/// <summary>What the server is started with, from the command line first and the environment second.</summary>
/// <param name="IsDev">Whether it is for trying out.</param>
/// <param name="DataFile">The data file.</param>
/// <param name="Store">The address of the PostgreSQL database that holds the data instead; null for the data file. It may hold a password.</param>
/// <param name="GrpcPort">The port for HTTP/2; 0 for any free one.</param>
/// <param name="WebPort">The port for HTTP/1.1; 0 for any free one.</param>
/// <param name="Address">The address to listen on.</param>
/// <param name="Secret">The secret of HS256 tokens; null where tokens are checked by public keys only.</param>
/// <param name="Permissions">Who may do what.</param>
/// <param name="WebOrigins">The origins whose pages may call from elsewhere.</param>
/// <param name="Tls">The files of the certificate; null for cleartext. With it the port for gRPC serves everything, and there is no other.</param>
/// <param name="Config">What the configuration file says; empty without one.</param>
/// <param name="Heartbeat">How often each side of a stream shows that it lives; null for the server's default.</param>
/// <param name="TombstoneRetention">For how long removals are remembered; null for the server's default.</param>
/// <param name="MaxConnectionAge">When a connection is drained; null for never.</param>
/// <param name="StoreLease">For how long a server may be silent before another one may take its database over; null for the default.</param>
/// <param name="IdleTimeout">When a connection without any call is closed; null for Kestrel's default.</param>
internal sealed record ServeSettings(
    bool IsDev,
    string DataFile,
    string? Store,
    int GrpcPort,
    int WebPort,
    IPAddress Address,
    string? Secret,
    IReadOnlyList<PermissionRule> Permissions,
    IReadOnlyList<string> WebOrigins,
    TlsFiles? Tls,
    ConfigFile Config,
    TimeSpan? Heartbeat,
    TimeSpan? TombstoneRetention,
    TimeSpan? MaxConnectionAge,
    TimeSpan? StoreLease,
    TimeSpan? IdleTimeout)
{
    /// <summary>Options of the server by their names, such as <c>Jwt:Authority</c>, from the configuration file and then from variables like <c>TOPGUN__JWT__AUTHORITY</c>.</summary>
    /// <remarks>Checked when the server starts.</remarks>
    public IReadOnlyDictionary<string, string?> Options { get; init; } = new Dictionary<string, string?>();

    /// <summary>How the server logs.</summary>
    public LogSettings Log { get; init; } = LogSettings.Default;

    /// <summary>Where metrics and traces are sent; null for nowhere.</summary>
    public OtlpExport? Otlp { get; init; }

    private const int DefaultPort = 8080;
    private const int MaxPort = 65_535;

    // Stands in for a secret that is wrong or not made yet, while what else is wrong is looked for; no server starts with it.
    private static readonly string Unknown = new('-', JwtOptions.MinSecretBytes);

    /// <summary>Reads the settings.</summary>
    /// <exception cref="StartFailure">Some are missing or wrong: it says all of them, and all that is wrong with the options.</exception>
    public static ServeSettings Read(
        bool isDev, string? data, string? store, int? port, string? bind, string? config, Func<string, string?> environment, IDictionary? variables = null)
    {
        var mistakes = new Mistakes();
        var file = mistakes.Read(() => ConfigOf(config, environment("TOPGUN_CONFIG")), new ConfigFile());
        var options = file.ServerOptions();
        foreach (var (name, value) in mistakes.Read(() => OptionVariables.Read(variables ?? new Hashtable()), new Dictionary<string, string?>())) options[name] = value;
        // What could not be read may have said how tokens are checked, and who may do what.
        var isWhole = !mistakes.Any;
        var isOwnSecret = isDev && string.IsNullOrEmpty(environment("TOPGUN_JWT_SECRET"));
        var dataFile = mistakes.Read(() => data is not null ? FileOf("--data", data) : FileOf("TOPGUN_DATA", environment("TOPGUN_DATA") ?? "topgun.db"), "topgun.db");
        // Without the one the other is not looked at against it.
        var grpcPort = mistakes.Read(() => (port is { } number ? CheckPort("--port", number) : null) ?? PortOf("GRPC_PORT", environment) ?? PortOf("PORT", environment) ?? DefaultPort, 0);
        var tls = mistakes.Read(() => TlsFiles.Of(environment), null);
        var settings = new ServeSettings(
            isDev,
            dataFile,
            mistakes.Read(() => StoreOf(store, environment("TOPGUN_STORE")), null),
            grpcPort,
            tls is null ? mistakes.Read(() => WebPortOf(grpcPort, environment), 0) : grpcPort,
            mistakes.Read(() => bind is not null ? AddressOf(isDev, "--bind", bind) : AddressOf(isDev, "TOPGUN_BIND", environment("TOPGUN_BIND")), IPAddress.Loopback),
            isWhole && !isOwnSecret ? mistakes.Read(() => SecretOf(environment("TOPGUN_JWT_SECRET"), options), Unknown) : Unknown,
            isWhole ? mistakes.Read(() => isDev ? [DevRule()] : PermissionsOf(environment("TOPGUN_PERMISSIONS"), options), []) : [],
            OriginsOf(isDev, environment("WEB_ORIGINS")),
            tls,
            file,
            mistakes.Read(() => SecondsOf("TOPGUN_HEARTBEAT", 1, 600, "set it to less than half of the idle timeout of your proxy", environment), null),
            mistakes.Read(() => RetentionOf(environment("TOPGUN_TOMBSTONE_RETENTION")), null),
            mistakes.Read(() => SecondsOf("TOPGUN_MAX_CONNECTION_AGE", 60, 2_592_000, "set it to how old a connection may become, or leave it out for no limit", environment), null),
            mistakes.Read(() => SecondsOf("TOPGUN_STORE_LEASE", 1, 60, "set it to how long a server may be silent before another may take its database over, or leave it out for 4 s", environment), null),
            mistakes.Read(() => SecondsOf("TOPGUN_IDLE_TIMEOUT", 10, 86_400, "set it to how long a connection without any call is kept, or leave it out for 130 s", environment), null))
        {
            Options = options,
            Log = mistakes.Read(() => LogSettings.Of(environment("TOPGUN_LOG"), environment("TOPGUN_LOG_FORMAT")), LogSettings.Default),
            Otlp = mistakes.Read(() => OtlpExport.Of(environment("TOPGUN_OTLP_ENDPOINT"), environment("TOPGUN_OTLP_PROTOCOL")), null),
        };
        if (mistakes.Any) mistakes.Add(ServerRun.Check(settings, new TopGunServerOptions()));
        mistakes.ThrowIfAny();
        return isOwnSecret ? settings with { Secret = DevSecret.For(settings.DataFile) } : settings;
    }

    /// <summary>The full path of a file.</summary>
    /// <exception cref="StartFailure">The text is no path.</exception>
    public static string FileOf(string name, string text)
    {
        // What else a path must be, the system says when the file is opened.
        return text.Trim().Length > 0 && !text.Contains('\0') ? Path.GetFullPath(text) : throw new StartFailure($"{name} is '{text.Trim('\0')}', which is not the path of a file, such as /var/lib/topgun/topgun.db.");
    }

    private static string? StoreOf(string? option, string? variable)
    {
        if (option is not null && string.IsNullOrWhiteSpace(option)) throw new StartFailure("--store is empty; it is the address of a PostgreSQL database, such as postgresql://user@host/database. Leave it out for a data file.");
        return option ?? (string.IsNullOrWhiteSpace(variable) ? null : variable);
    }

    private static TimeSpan? SecondsOf(string name, int least, int most, string cure, Func<string, string?> environment)
    {
        if (environment(name) is not { Length: > 0 } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds >= least && seconds <= most
            ? TimeSpan.FromSeconds(seconds)
            : throw new StartFailure($"{name} is '{text}', which is not a number of seconds from {least} to {most}: {cure}.");
    }

    private static TimeSpan? RetentionOf(string? text)
    {
        const int MostDays = 3_650;
        if (string.IsNullOrEmpty(text)) return null;
        var unit = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 60 * 60, 'd' => 24 * 60 * 60, _ => 0 };
        return unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && (long)count * unit is >= 1 and <= MostDays * 24L * 60 * 60 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : throw new StartFailure($"TOPGUN_TOMBSTONE_RETENTION is '{text}', which is not a time from 1s to {MostDays}d: a number and s, m, h or d, such as 30d, longer than your devices stay away.");
    }

    private static ConfigFile ConfigOf(string? option, string? variable)
    {
        if (option is not null) return ConfigFile.Read(FileOf("--config", option));
        return variable is not null ? ConfigFile.Read(FileOf("TOPGUN_CONFIG", variable)) : new ConfigFile();
    }

    private static int WebPortOf(int grpcPort, Func<string, string?> environment)
    {
        var webPort = PortOf("WEB_PORT", environment) ?? (grpcPort == 0 ? 0 : grpcPort + 1);
        if (webPort > MaxPort) throw new StartFailure($"The port for gRPC is {grpcPort}, and there is none above it for HTTP/1.1: set WEB_PORT to one, or choose a lower port.");
        return webPort != grpcPort || grpcPort == 0
            ? webPort
            : throw new StartFailure($"WEB_PORT is {webPort}, which is the port for gRPC too: choose another, or leave it out for the one above.");
    }

    // For trying out a page comes from a development server of its own, and calls carry tokens: no page acts as somebody else.
    private static string[] OriginsOf(bool isDev, string? text)
        => text is null && isDev ? ["*"] : (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // Tokens may be checked by public keys instead, and rules may come from elsewhere too: the options say so, and are checked at start.
    private static string? SecretOf(string? secret, Dictionary<string, string?> options)
    {
        if (string.IsNullOrEmpty(secret) && options.Keys.Any(name => name.StartsWith("Jwt:", StringComparison.OrdinalIgnoreCase))) return null;
        var bytes = Encoding.UTF8.GetByteCount(secret ?? string.Empty);
        return bytes >= JwtOptions.MinSecretBytes
            ? secret!
            : throw new StartFailure(
                $"TOPGUN_JWT_SECRET has {bytes} bytes and needs at least {JwtOptions.MinSecretBytes}: set it, for example to the output of 'openssl rand -base64 48', or start with --dev to try out. Where an identity provider signs tokens, set TOPGUN__JWT__AUTHORITY and TOPGUN__JWT__AUDIENCE instead, or TOPGUN__JWT__KEYFILES__0 to a file with its public key.");
    }

    private static IReadOnlyList<PermissionRule> PermissionsOf(string? text, Dictionary<string, string?> options)
        => string.IsNullOrWhiteSpace(text) && options.Keys.Any(name => name.StartsWith("Permissions:", StringComparison.OrdinalIgnoreCase) || name.Equals("AccessFile", StringComparison.OrdinalIgnoreCase))
            ? []
            : PermissionText.Parse(text);

    private static IPAddress AddressOf(bool isDev, string name, string? text)
    {
        if (text is null) return isDev ? IPAddress.Loopback : IPAddress.IPv6Any;
        if (!IPAddress.TryParse(text, out var address)) throw new StartFailure($"{name} is '{text}', which is not an IP address, such as 0.0.0.0 or ::1.");
        if (isDev && !IPAddress.IsLoopback(address)) throw new StartFailure($"{name} is {text}, which is not a loopback address: with --dev everybody who can reach the server may do everything. Use 127.0.0.1, or start without --dev.");
        return address;
    }

    private static int? PortOf(string variable, Func<string, string?> environment)
    {
        if (environment(variable) is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? CheckPort(variable, port)
            : throw new StartFailure($"{variable} is '{text}', which is not a port: a number from 0 to {MaxPort}.");
    }

    private static int? CheckPort(string name, int port) => port is >= 0 and <= MaxPort
        ? port
        : throw new StartFailure($"{name} is {port}, which is not a port: a number from 0 to {MaxPort}.");

    private static PermissionRule DevRule() => new() { Maps = { "*" }, Actions = Core.Access.MapAction.Read | Core.Access.MapAction.Put | Core.Access.MapAction.Remove | Core.Access.MapAction.Resolve };
}
