using System.CommandLine;
using TopGun.Host.Configuration;

namespace TopGun.Host.Serving;

/// <summary>The command <c>topgun serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var dev = new Option<bool>("--dev")
        {
            Description = "For trying out: listens on loopback only, allows every map to every token, and prints a token. The secret is made up and kept beside the data file.",
        };
        var data = new Option<string?>("--data") { Description = "The data file. Default: TOPGUN_DATA, else topgun.db in the working directory." };
        var store = new Option<string?>("--store") { Description = "The address of a PostgreSQL database that holds the data instead of a file: postgresql://user:password@host:port/database?sslmode=require, or Host=...;Database=... Others can see command lines, so give one with a password in the variable. Default: TOPGUN_STORE, else none." };
        var port = new Option<int?>("--port") { Description = "The port for gRPC (HTTP/2); HTTP/1.1 is served one above. 0 chooses free ones. Default: GRPC_PORT or PORT, else 8080." };
        var bind = new Option<string?>("--bind") { Description = "The address to listen on. Default: TOPGUN_BIND, else every address; with --dev 127.0.0.1." };
        var config = new Option<string?>("--config") { Description = "A JSON file with the conflict resolvers of the server's maps, see docs/RESOLVERS.md. Default: TOPGUN_CONFIG, else none." };
        var command = new Command("serve", "Starts the server. Without --dev it needs TOPGUN_JWT_SECRET (at least 32 bytes) and TOPGUN_PERMISSIONS. TOPGUN_TLS_CERT and TOPGUN_TLS_KEY (PEM files) turn on TLS, and one port serves all then. WEB_ORIGINS lists the origins whose pages may call, by commas.") { dev, data, store, port, bind, config };
        command.SetAction((parsed, cancellationToken) => ServerRun.RunAsync(
            ServeSettings.Read(parsed.GetValue(dev), parsed.GetValue(data), parsed.GetValue(store), parsed.GetValue(port), parsed.GetValue(bind), parsed.GetValue(config), VariableFile.Through(Environment.GetEnvironmentVariable), OptionVariables.Read(Environment.GetEnvironmentVariables())),
            Console.Out,
            cancellationToken));
        return command;
    }
}
