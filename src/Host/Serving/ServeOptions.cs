using System.CommandLine;
using TopGun.Host.Configuration;

namespace TopGun.Host.Serving;

/// <summary>The options of the commands that know what a server is started with.</summary>
internal sealed class ServeOptions
{
    private readonly Option<bool> _dev = new("--dev")
    {
        Description = "For trying out: listens on loopback only, allows every map to every token, and prints a token. The secret is made up and kept beside the data file.",
    };

    private readonly Option<string?> _data = new("--data") { Description = "The data file. Default: TOPGUN_DATA, else topgun.db in the working directory." };
    private readonly Option<string?> _store = new("--store") { Description = "The address of a PostgreSQL database that holds the data instead of a file: postgresql://user:password@host:port/database?sslmode=require, or Host=...;Database=... Others can see command lines, so give one with a password in the variable. Default: TOPGUN_STORE, else none." };
    private readonly Option<int?> _port = new("--port") { Description = "The port for gRPC (HTTP/2); HTTP/1.1 is served one above. 0 chooses free ones. Default: GRPC_PORT or PORT, else 8080." };
    private readonly Option<string?> _bind = new("--bind") { Description = "The address to listen on. Default: TOPGUN_BIND, else every address; with --dev 127.0.0.1." };
    private readonly Option<string?> _config = new("--config") { Description = "A JSON file with options of the server and the conflict resolvers of its maps, see docs/OPERATIONS.md and docs/RESOLVERS.md. Default: TOPGUN_CONFIG, else none." };

    private readonly Option<string?> _log = new("--log") { Description = "How much is logged, for all rooms and for single ones: info,sessions=debug,storage=warning. Default: TOPGUN_LOG, else info." };

    /// <summary>Gives them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _dev, _data, _store, _port, _bind, _config, _log }) command.Add(option);
    }

    /// <summary>What the server is started with, with the variables of the process.</summary>
    /// <exception cref="StartFailure">A setting is missing or wrong.</exception>
    public ServeSettings Read(ParseResult parsed) => ServeSettings.Read(
        parsed.GetValue(_dev), parsed.GetValue(_data), parsed.GetValue(_store), parsed.GetValue(_port), parsed.GetValue(_bind), parsed.GetValue(_config),
        Over("TOPGUN_LOG", parsed.GetValue(_log), VariableFile.Through(Environment.GetEnvironmentVariable)), Environment.GetEnvironmentVariables());

    private static Func<string, string?> Over(string name, string? option, Func<string, string?> environment)
        => option is null ? environment : variable => variable == name ? option : environment(variable);
}
