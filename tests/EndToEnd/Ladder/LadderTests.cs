using System.Diagnostics;
using TopGun.Client;
using TopGun.Client.Connection;
using TopGun.Client.Maps;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Proxies;
using TopGun.EndToEnd.Wire;

namespace TopGun.EndToEnd.Ladder;

/// <summary>The client gets through whatever stands between, and each op takes effect once.</summary>
public sealed class LadderTests(ITestOutputHelper output)
{
    private const string Map = "ladder";

    [Fact]
    [Trait("Invariant", "INV-SES-5")]
    public async Task Where_there_is_only_Http_1_1_it_goes_by_web_streaming()
    {
        using var place = new Place();
        await using var server = await WarmServer.StartAsync(place.Data);
        await using var proxy = new WebProxy(server.WebAddress);

        var state = await SyncAsync(server, proxy.Address, TransportMode.Auto);

        Assert.Equal(TransportRung.WebStreaming, state.Rung);
        Assert.Contains("does not speak HTTP/2", state.RungReason);
    }

    [Fact]
    [Trait("Invariant", "INV-SES-5")]
    public async Task Where_responses_are_held_back_it_polls()
    {
        using var place = new Place();
        await using var server = await WarmServer.StartAsync(place.Data);
        await using var proxy = new WebProxy(server.WebAddress) { Buffers = true };

        var state = await SyncAsync(server, proxy.Address, TransportMode.Auto);

        Assert.Equal(TransportRung.LongPolling, state.Rung);
        Assert.Contains("did not answer within 5 s", state.RungReason);
    }

    [Theory]
    [InlineData("grpc", TransportRung.Streaming)]
    [InlineData("web", TransportRung.WebStreaming)]
    [InlineData("held", TransportRung.LongPolling)]
    public async Task Through_nginx_it_finds_its_way(string configuration, TransportRung rung)
    {
        using var place = new Place();
        await using var server = await WarmServer.StartAsync(place.Data);
        await using var proxy = await NginxProxy.StartAsync(configuration, server, TimeSpan.FromSeconds(60));

        Assert.Equal(rung, (await SyncAsync(server, proxy.Address, TransportMode.Auto)).Rung);
    }

    [Fact]
    public async Task The_servers_own_port_for_Http_1_1_works_too()
    {
        using var place = new Place();
        await using var server = await WarmServer.StartAsync(place.Data);
        await using var client = Open(server, server.WebAddress, TransportMode.Auto);
        client.GetMap(Map);
        await client.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);

        Assert.Equal((TransportRung.WebStreaming, true), (client.State.Rung, client.State.RungReason is not null));
    }

    [Theory]
    [Trait("Invariant", "INV-OPS-1")]
    [Trait("Invariant", "INV-SES-5")]
    [InlineData(TransportMode.Streaming, false, 1)]
    [InlineData(TransportMode.WebStreaming, false, 2)]
    [InlineData(TransportMode.WebStreaming, false, 3)]
    [InlineData(TransportMode.LongPolling, false, 4)]
    [InlineData(TransportMode.LongPolling, true, 5)]
    public async Task Connections_that_are_cut_at_random_leave_one_effect_of_each_op(TransportMode mode, bool buffers, int seed)
    {
        const int Keys = 40, Burst = 10, LeastWrites = 300, LeastCuts = 20, MostWrites = 10_000;
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await using var proxy = new WebProxy(mode == TransportMode.Streaming ? server.Address : server.WebAddress) { Buffers = buffers, Cutting = new Random(seed) };
        await using var writer = Open(server, proxy.Address, mode);
        await using var reader = Open(server, proxy.Address, mode);
        var (written, read) = (writer.GetMap(Map), reader.GetMap(Map));
        var start = Stopwatch.GetTimestamp();

        // In bursts, each until all have seen it, so that no call is too large to get through between two cuts.
        var writes = 0;
        for (; writes < LeastWrites || proxy.Cuts < LeastCuts; writes += Burst)
        {
            Assert.True(writes < MostWrites, $"{proxy.Cuts} cuts in {writes} writes.");
            var outcomes = Enumerable.Range(writes, Burst).Select(i => written.Set($"k{i % Keys}", Value.Of($"{i} {new string('x', 30)}")).Settled).ToList();
            await PushAsync(() => outcomes.TrueForAll(outcome => outcome.IsCompleted), writer, reader);
            foreach (var outcome in outcomes) Assert.Equal(WriteEnding.Applied, (await outcome).Ending);
            var last = $"k{(writes + Burst - 1) % Keys}";
            await PushAsync(() => Equals(read.Get(last), written.Get(last)), writer, reader);
        }

        await PushAsync(() => Enumerable.Range(0, Keys).All(i => Equals(read.Get($"k{i}"), written.Get($"k{i}"))), writer, reader);

        var copy = await Copy.FetchAsync(server.Address, server.Token, Map);
        Assert.Equal(((ulong)writes, Keys), (copy.Cursor!.Version, copy.Records.Count));
        Assert.Equal(new SavedState(0, 0), writer.Saved);
        output.WriteLine($"{mode}: {proxy.Cuts} cuts, {writes} writes, {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s.");
    }

    // Two clients write and see each other's writes; returns the writer's state at the end.
    private static async Task<ConnectionState> SyncAsync(ServerProcess server, string address, TransportMode mode)
    {
        const int Writes = 300;
        await using var one = Open(server, address, mode);
        await using var two = Open(server, address, mode);
        var (mine, theirs) = (one.GetMap(Map), two.GetMap(Map));
        var outcomes = Enumerable.Range(0, Writes).Select(i => mine.Set($"k{i}", Value.Of(i)).Settled).ToList();
        foreach (var outcome in outcomes) Assert.Equal(WriteEnding.Applied, (await outcome.WaitAsync(ProgramRun.Patience)).Ending);
        await theirs.Set("answer", Value.Of(42)).Settled.WaitAsync(ProgramRun.Patience);
        await PushAsync(() => Equals(mine.Get("answer"), Value.Of(42)) && theirs.Get($"k{Writes - 1}") is not null, one, two);

        Assert.Equal((ulong)Writes + 1, (await Copy.FetchAsync(server.Address, server.Token, Map)).Cursor!.Version);
        return one.State;
    }

    // Clients come back by themselves, each time after a longer pause; here there is no time for that.
    private static async Task PushAsync(Func<bool> isDone, params TopGunClient[] clients)
    {
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        while (!isDone())
        {
            foreach (var client in clients)
                if (client.State.Phase == ConnectionPhase.Disconnected) client.ReconnectNow();
            await Task.Delay(20, patience.Token);
        }
    }

    private static TopGunClient Open(ServerProcess server, string address, TransportMode mode)
        => TopGunClient.Open(new TopGunClientOptions { Server = address, Token = server.Token, Transport = mode });
}
