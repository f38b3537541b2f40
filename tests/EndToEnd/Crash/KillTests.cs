using System.Collections.Concurrent;
using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Values;
using TopGun.EndToEnd.Devices;
using TopGun.EndToEnd.LostAck;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Grpc.Wire;

namespace TopGun.EndToEnd.Crash;

/// <summary>The server's process is killed while clients write to it.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const string Map = "storm";

    [Fact]
    [Trait("Invariant", "INV-STO-1")]
    [Trait("Invariant", "INV-STO-4")]
    [Trait("Invariant", "INV-OPS-1")]
    [Trait("Invariant", "INV-OPS-2")]
    [Trait("Invariant", "INV-PAR-3")]
    [Trait("Invariant", "INV-SES-1")]
    public Task Nothing_acknowledged_is_lost_and_nothing_happens_twice() => StormAsync(Storm.Breaks("TOPGUN_KILLS", 10), StormClient.OnStreams);

    [Fact]
    [Trait("Invariant", "INV-STO-1")]
    [Trait("Invariant", "INV-OPS-1")]
    [Trait("Invariant", "INV-OPS-2")]
    [Trait("Invariant", "INV-SES-1")]
    [Trait("Invariant", "INV-SES-5")]
    public async Task The_same_holds_in_calls_that_are_repeated_swapped_and_given_up()
    {
        ConcurrentBag<WireCalls> conversations = [];
        await StormAsync(15, async (server, nodeId) =>
        {
            // Half of the clients by gRPC-Web and HTTP/1.1, as behind most proxies.
            var form = nodeId[^1] % 2 == 0 ? WireForm.Grpc : WireForm.Web;
            var calls = await WireCalls.OpenAsync(form == WireForm.Grpc ? server.Address : server.WebAddress, server.Token, nodeId, conversations.Count, form);
            conversations.Add(calls);
            return calls;
        });

        var (repeats, resent, swapped) = (conversations.Sum(calls => calls.Repeats), conversations.Sum(calls => calls.Resent), conversations.Sum(calls => calls.Swapped));
        output.WriteLine(
            $"{conversations.Count} conversations in {conversations.Sum(calls => calls.Calls)} calls of OpenSession; {repeats} frames of the server came again and were equal, "
            + $"{resent} of the clients were sent again, {swapped} came behind those that follow them.");
        Assert.True(repeats > 50 && resent > 500 && swapped > 50, "The network was not clumsy enough.");
    }

    private async Task StormAsync(int kills, Func<ServerProcess, string, Task<IWireStream>> open)
    {
        using var place = new Place();
        await using var victim = new KilledServer(place.Data);
        await new Storm(victim, output).RunAsync(kills, open);
    }

    [Fact]
    [Trait("Invariant", "INV-OPS-3")]
    [Trait("Invariant", "INV-REP-3")]
    public async Task Four_applications_that_write_through_five_kills_hold_the_same_map_in_the_end()
    {
        const int Kills = 5, Applications = 4, LeastWrites = 100;
        using var place = new Place();
        var server = await ServerProcess.StartAsync(place.Data);
        var upstream = new Uri(server.Address);
        await using var proxy = new FaultProxy(() => upstream);
        string[] files = [.. Enumerable.Range(0, Applications).Select(index => place.File($"client-{index}.db"))];
        TopGunClient[] clients = [.. files.Select(file => TopGunClient.Open(new TopGunClientOptions { ReplicaFile = file, Server = proxy.Address, Token = server.Token }))];
        using var ending = new CancellationTokenSource();
        var (written, inFlight) = (0, new List<int>());
        try
        {
            var writing = clients.Select((client, index) => Task.Run(() => WriteAsync(client.GetMap(Map), client, index))).ToArray();
            for (var kill = 0; kill < Kills; kill++)
            {
                var enough = Volatile.Read(ref written) + LeastWrites;
                while (Volatile.Read(ref written) < enough || !clients.All(client => client.State.IsConnected && client.PendingCount > 0))
                    await Task.WhenAny(Task.Delay(1), Task.WhenAny(writing).Unwrap());

                inFlight.Add(clients.Sum(client => client.PendingCount));
                await server.DisposeAsync();
                server = await ServerProcess.StartAsync(place.Data);
                upstream = new Uri(server.Address);
                foreach (var client in clients) client.ReconnectNow();
            }

            await ending.CancelAsync();
            await Task.WhenAll(writing);
            foreach (var client in clients) Assert.Equal(new SavedState(0, 0), await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience));

            // Each application wrote a field of its own, so each write changed something: one version each.
            var truth = await Copy.FetchAsync(server.Address, server.Token, Map);
            Assert.Equal((ulong)written, truth.Cursor!.Version);
            foreach (var client in clients)
            {
                await InStep.ReachAsync(client);
                await client.DisposeAsync();
            }

            foreach (var file in files) ReplicaFiles.AssertHolds(file, Map, truth);
            output.WriteLine($"{Kills} kills with {inFlight.Min()} to {inFlight.Max()} writes pending; {written} writes, {truth.Cursor.Version} versions.");
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
            await server.DisposeAsync();
        }

        async Task WriteAsync(LwwMap map, TopGunClient client, int index)
        {
            const int Keys = 30, MostPending = 150;
            for (var i = 0; !ending.IsCancellationRequested; i++)
            {
                map.Patch($"key-{i % Keys}", patch => patch.Set($"by-{index}", Value.Of(i)));
                Interlocked.Increment(ref written);
                while (client.PendingCount > MostPending && !ending.IsCancellationRequested) await Task.Delay(1);
            }
        }
    }
}
