using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace TopGun.Host.Tests;

/// <summary>The program as its user meets it: what can't be done ends it with 2, and one line that says why.</summary>
public class ProgramTests
{
    private const string Secret = "a-secret-of-the-tests-with-more-than-32-bytes";

    [Fact]
    public async Task Without_a_secret_it_does_not_serve()
        => await Fails("serve --port 0", [("TOPGUN_PERMISSIONS", "*:notes:READ")], "topgun: TOPGUN_JWT_SECRET has 0 bytes and needs at least 32: set it");

    [Fact]
    public async Task Without_permissions_it_does_not_serve()
        => await Fails("serve --port 0", [("TOPGUN_JWT_SECRET", Secret)], "topgun: TOPGUN_PERMISSIONS is not set");

    [Fact]
    public async Task All_that_is_wrong_is_said_at_once_in_a_line_each()
        => await Fails(
            "serve --port 70000",
            [("TOPGUN_STORE_LEASE", "90"), ("TOPGUN__LIMITS__OPSPERSECOND", "0"), ("TOPGUN__LIMITS__KEYBYTES", "many"), ("TOPGUN__HEARTBEET", "1"), ("WEB_ORIGINS", "app.example.com")],
            "topgun: --port is 70000, which is not a port: a number from 0 to 65535.",
            "topgun: TOPGUN_JWT_SECRET has 0 bytes and needs at least 32: set it",
            "topgun: TOPGUN_PERMISSIONS is not set",
            "topgun: TOPGUN_STORE_LEASE is '90', which is not a number of seconds from 1 to 60",
            "topgun: An option of the server is wrong: ",
            "topgun: An option of the server is wrong: ",
            "topgun: The web origin 'app.example.com' is none",
            "topgun: TopGun:Limits:OpsPerSecond is 0; 1 to 100000000 are valid.");

    [Fact]
    public async Task A_port_in_use_is_one_line_too()
    {
        using var directory = new TemporaryDirectory();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await Fails($"serve --dev --port {port} --data {directory.File("topgun.db")}", [], $"topgun: Port {port}");
    }

    [Fact]
    public async Task A_data_file_that_cannot_be_opened_is_one_line_too()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.File("topgun.db"));

        await Fails($"serve --dev --port 0 --data {directory.File("topgun.db")}", [], $"topgun: {directory.File("topgun.db")} is a directory");
    }

    [Fact]
    public async Task A_token_without_a_secret_is_not_made()
        => await Fails("token --sub alice", [], "topgun: TOPGUN_JWT_SECRET has fewer than 32 bytes");

    [Theory]
    [InlineData("token --sub alice --hours 0", "topgun: --hours is 0; 1 to 8784 are valid.")]
    [InlineData("token --sub \"\"", "topgun: --sub is empty")]
    [InlineData("token --sub alice --dev-data \"\"", "topgun: --dev-data is ''")]
    public async Task A_bad_argument_is_named(string arguments, string line)
        => await Fails(arguments, [("TOPGUN_JWT_SECRET", Secret)], line);

    [Fact]
    public async Task A_token_for_a_data_file_that_no_server_has_is_not_made()
    {
        using var directory = new TemporaryDirectory();

        await Fails($"token --sub alice --dev-data {directory.File("topgunn.db")}", [], $"topgun: There is no secret file {directory.File("topgunn.db.dev-secret")}: start 'topgun serve --dev");

        Assert.False(File.Exists(directory.File("topgunn.db.dev-secret")));
    }

    [Fact]
    public async Task A_token_is_one_line_on_the_output()
    {
        var (code, output, error) = await Run("token --sub alice --role editor", [("TOPGUN_JWT_SECRET", Secret)]);

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(3, Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Split('.').Length);
    }

    private static async Task Fails(string arguments, (string, string)[] environment, params string[] lines)
    {
        var (code, output, error) = await Run(arguments, environment);

        Assert.Collection(error.Split('\n', StringSplitOptions.RemoveEmptyEntries), [.. lines.Select(line => new Action<string>(said => Assert.StartsWith(line, said)))]);
        Assert.DoesNotContain("Exception", output);
        Assert.Equal(2, code);
    }

    private static async Task<(int Code, string Output, string Error)> Run(string arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", $"{Path.Combine(AppContext.BaseDirectory, "topgun.dll")} {arguments}")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("TOPGUN_", StringComparison.Ordinal) || name is "PORT" or "GRPC_PORT" or "WEB_PORT").ToArray()) start.Environment.Remove(name);
        foreach (var (name, value) in environment) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }

        return (process.ExitCode, await output, await error);
    }
}
