using System.Net;
using System.Net.Sockets;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Serving;

/// <summary>A server that can't start says in one line why, and what cures it.</summary>
public sealed class StartTests : IDisposable
{
    private const string Secret = "0123456789abcdef0123456789abcdef";

    private readonly Place _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Without_a_secret()
        => AssertRefused(await ServeAsync(new() { ["TOPGUN_PERMISSIONS"] = "*:*:READ" }, "--data", _place.Data), "TOPGUN_JWT_SECRET", "openssl rand", "--dev");

    [Fact]
    public async Task Without_permissions()
        => AssertRefused(await ServeAsync(new() { ["TOPGUN_JWT_SECRET"] = Secret }, "--data", _place.Data), "TOPGUN_PERMISSIONS", "editor,admin:notes-*");

    [Fact]
    public async Task For_trying_out_on_an_address_of_everybody()
        => AssertRefused(await ServeDevAsync("--bind", "0.0.0.0", "--data", _place.Data), "0.0.0.0", "loopback");

    [Fact]
    public async Task On_a_port_in_use()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = $"{((IPEndPoint)listener.LocalEndpoint).Port}";
        AssertRefused(await ServeDevAsync("--port", port, "--data", _place.Data), port, "in use", "--port");
    }

    [Fact]
    public async Task On_a_data_file_of_another_server()
    {
        await using var first = await ServerProcess.StartAsync(_place.Data);
        AssertRefused(await ServeDevAsync("--data", _place.Data), _place.Data, "server");
    }

    [Fact]
    public async Task On_a_file_that_is_no_database()
    {
        await File.WriteAllTextAsync(_place.Data, new string('x', 8192));
        AssertRefused(await ServeDevAsync("--data", _place.Data), _place.Data, "not a SQLite database", "another file");
        Assert.Equal(8192, new FileInfo(_place.Data).Length);
    }

    [Fact]
    public async Task On_a_data_file_of_a_newer_server()
    {
        await using (var server = await ServerProcess.StartAsync(_place.Data)) Assert.Equal(0, await server.TerminateAsync());

        // Where SQLite keeps user_version: https://www.sqlite.org/fileformat.html#user_version_number
        await using (var file = File.OpenWrite(_place.Data))
        {
            file.Position = 60;
            file.Write([0, 0, 0, 99]);
        }

        AssertRefused(await ServeDevAsync("--data", _place.Data), _place.Data, "schema 99", "newer server");
    }

    [Fact]
    public async Task In_a_directory_that_is_not_there()
        => AssertRefused(await ServeDevAsync("--data", _place.File("missing/server.db")), "missing");

    private static Task<ProgramEnd> ServeDevAsync(params string[] arguments)
        => ServeAsync(new() { ["TOPGUN_JWT_SECRET"] = Secret, ["WEB_PORT"] = "0", ["GRPC_PORT"] = "0" }, ["--dev", .. arguments]);

    private static Task<ProgramEnd> ServeAsync(Dictionary<string, string> environment, params string[] arguments)
        => ProgramRun.RunAsync(Built.TopGun, ["serve", .. arguments], environment);

    private static void AssertRefused(ProgramEnd end, params string[] named)
    {
        Assert.True(end.ExitCode == 2, $"{end}");
        var line = Assert.Single(end.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("topgun: ", line, StringComparison.Ordinal);
        Assert.All(named, name => Assert.Contains(name, line, StringComparison.Ordinal));
    }
}
