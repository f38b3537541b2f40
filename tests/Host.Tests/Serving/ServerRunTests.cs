using System.Net;
using System.Net.Sockets;
using TopGun.Core.Access;
using TopGun.Host.Serving;

namespace TopGun.Host.Tests.Serving;

/// <summary>One run of the server: what it says when it starts, and when it can't.</summary>
public class ServerRunTests
{
    [Fact]
    public async Task It_says_where_it_listens_and_ends_when_it_is_asked_to()
    {
        using var directory = new TemporaryDirectory();
        using var stop = new CancellationTokenSource();
        var output = new WatchedOutput();
        var running = ServerRun.RunAsync(Settings(directory.File("topgun.db")), output, stop.Token);
        await output.Ready.WaitAsync(TimeSpan.FromSeconds(60));

        var lines = output.ToString().Split('\n');
        Assert.StartsWith("grpc:  http://127.0.0.1:", lines[0]);
        Assert.StartsWith("web:   http://127.0.0.1:", lines[1]);
        Assert.EndsWith("topgun.db", lines[2]);
        Assert.StartsWith("token: ey", lines[3]);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        Assert.Equal("ready\n", await http.GetStringAsync(new Uri(new Uri(lines[1]["web:   ".Length..]), "/readyz")));

        await stop.CancelAsync();
        Assert.Equal(0, await running.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_cure()
    {
        using var directory = new TemporaryDirectory();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await Fails(Settings(directory.File("topgun.db")) with { GrpcPort = port }, $"Port {port}", "--port");
    }

    [Fact]
    public async Task So_is_an_address_that_this_machine_does_not_have()
    {
        using var directory = new TemporaryDirectory();

        // Kept for documentation, RFC 5737: no machine has it.
        await Fails(Settings(directory.File("topgun.db")) with { Address = IPAddress.Parse("192.0.2.1") }, "192.0.2.1", "--bind");
    }

    [Fact]
    public async Task So_is_a_data_file_that_is_a_directory()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.File("topgun.db"));

        await Fails(Settings(directory.File("topgun.db")), directory.File("topgun.db"), "directory");
    }

    [Fact]
    public async Task So_is_a_data_file_that_another_server_has_open()
    {
        using var directory = new TemporaryDirectory();
        using var stop = new CancellationTokenSource();
        var output = new WatchedOutput();
        var first = ServerRun.RunAsync(Settings(directory.File("topgun.db")), output, stop.Token);
        await output.Ready.WaitAsync(TimeSpan.FromSeconds(60));

        await Fails(Settings(directory.File("topgun.db")), directory.File("topgun.db"), "another");
        await stop.CancelAsync();
        await first.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task So_is_a_data_file_that_is_something_else()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("topgun.db"), string.Concat(Enumerable.Repeat("This is a letter and no database. ", 1_000)));

        await Fails(Settings(directory.File("topgun.db")), directory.File("topgun.db"), ".");
    }

    private static async Task Fails(ServeSettings settings, string thing, string cure)
    {
        var failure = await Assert.ThrowsAsync<StartFailure>(() => ServerRun.RunAsync(settings, TextWriter.Null, CancellationToken.None));

        Assert.Contains(thing, failure.Message);
        Assert.Contains(cure, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private static ServeSettings Settings(string dataFile) => new(
        true, dataFile, 0, 0, IPAddress.Loopback, "a-secret-of-the-tests-with-more-than-32-bytes", [new() { Maps = ["*"], Actions = MapAction.Read }], new());

    private sealed class WatchedOutput : StringWriter
    {
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Ready => _ready.Task;

        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value == "ready") _ready.TrySetResult();
        }
    }
}
