using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Protocol.V1;
using TopGun.Server.Tests.Storage.Postgres;

namespace TopGun.EndToEnd.Crash;

/// <summary>Servers on PostgreSQL, and PostgreSQL itself, break while clients write; and a server that was paused finds another in its place.</summary>
public sealed class PostgresCrashTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly Place _place = new();
    private PostgresServer? _postgres;
    private string _address = "";

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Missing);
        _postgres = await PostgresServer.StartAsync(isDurable: true);
        _address = _postgres.AddressOf(await _postgres.CreateDatabaseAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    [Trait("Invariant", "INV-STO-1")]
    [Trait("Invariant", "INV-STO-4")]
    [Trait("Invariant", "INV-OPS-1")]
    [Trait("Invariant", "INV-OPS-2")]
    public async Task Nothing_acknowledged_is_lost_and_nothing_happens_twice_when_the_server_is_killed()
    {
        // The next server waits for the end of the lease, so it is short here.
        await using var victim = new KilledServer(_place.Data, ("TOPGUN_STORE", _address), ("TOPGUN_STORE_LEASE", "1"));
        await new Storm(victim, output).RunAsync(Storm.Breaks("TOPGUN_KILLS", 10), StormClient.OnStreams);
    }

    [Fact]
    [Trait("Invariant", "INV-STO-1")]
    [Trait("Invariant", "INV-OPS-1")]
    [Trait("Invariant", "INV-OPS-2")]
    [Trait("Invariant", "INV-PAR-2")]
    public async Task Nothing_acknowledged_is_lost_and_nothing_happens_twice_when_the_database_stops_at_once()
    {
        await using var victim = new StoppedDatabase(_postgres!, _place.Data, _address);
        await new Storm(victim, output).RunAsync(Storm.Breaks("TOPGUN_DATABASE_STOPS", 10), StormClient.OnStreams);
    }

    [Fact]
    [Trait("Invariant", "INV-STO-3")]
    public async Task A_server_that_was_paused_and_taken_for_dead_writes_nothing_and_ends()
    {
        const string Map = "fenced";
        (string, string)[] variables = [("TOPGUN_STORE", _address), ("TOPGUN_STORE_LEASE", "1")];
        await using var first = await ServerProcess.StartWithAsync(_place.Data, variables);
        var (before, late, theirs) = (new WriterLog(Map, "before"), new WriterLog(Map, "late"), new WriterLog(Map, "theirs"));
        await WriteAsync(first, before, "before");
        using var waiting = await WireStream.OpenAsync(first.Address, first.Token, "late");
        late.Add(Ledger.Write("b", "late"));

        first.Pause();
        // It is written while nobody is there to read it, and judged as soon as the server goes on: before it can have learnt anything.
        await waiting.SendAsync(late.Batch(1, 1));
        await using var second = await ServerProcess.StartWithAsync(_place.Data, variables);
        await WriteAsync(second, theirs, "theirs");
        first.Continue();

        Assert.NotEqual(0, await first.WhenEndedAsync());
        Assert.Contains("Another server has taken", first.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, first.Said, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(PostgresServer.Password), first.Said + second.Said, StringComparison.Ordinal);
        var copy = await Copy.FetchAsync(second.Address, second.Token, Map);
        Assert.Equal(("theirs", null, 2ul), (copy.Text("a", Ledger.Field), copy.Text("b", Ledger.Field), copy.Cursor!.Version));

        // And who wrote to the first one in vain writes to the second.
        using var again = await WireStream.OpenAsync(second.Address, second.Token, "late");
        await again.SendAsync(late.Batch(1, 1));
        await ResultAsync(again, late);
        Assert.Equal(3ul, (await Copy.FetchAsync(second.Address, second.Token, Map)).Cursor!.Version);
    }

    [Fact]
    [Trait("Invariant", "INV-STO-3")]
    public async Task A_second_server_is_refused_at_its_start_and_the_first_goes_on()
    {
        await using var first = await ServerProcess.StartWithAsync(_place.Data, ("TOPGUN_STORE", _address));

        var end = await ProgramRun.RunAsync(Built.TopGun, ["serve", "--dev", "--data", _place.Data, "--port", "0"], new Dictionary<string, string> { ["TOPGUN_STORE"] = _address, ["WEB_PORT"] = "0" });

        Assert.Equal(2, end.ExitCode);
        var line = Assert.Single(end.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Matches("^topgun: Another server has postgresql://admin@127.0.0.1:.*, process [0-9]+\\. Stop it, or give this one another database\\.$", line);
        var log = new WriterLog("todos", "first");
        await WriteAsync(first, log, "fine");
    }

    private static async Task WriteAsync(ServerProcess server, WriterLog log, string text)
    {
        using var stream = await WireStream.OpenAsync(server.Address, server.Token, log.Writer.NodeId);
        log.Add(Ledger.Write("a", text));
        await stream.SendAsync(log.Batch(1, 1));
        await ResultAsync(stream, log);
    }

    private static async Task ResultAsync(WireStream stream, WriterLog log)
    {
        var frame = await stream.ReadAsync();
        while (frame is { OpResults: null }) frame = await stream.ReadAsync();
        log.Take(frame!.OpResults);
        Assert.Equal(OpResultCode.Applied, log.Lines()[0].Result!.Code);
    }
}
