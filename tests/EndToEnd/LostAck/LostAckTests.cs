using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Client;
using TopGun.Client.Connection;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Protocol.V1;
using Value = TopGun.Core.Values.Value;

namespace TopGun.EndToEnd.LostAck;

/// <summary>The connection is cut when the server has committed and answered, and before the client hears of it.</summary>
public sealed class LostAckTests(ITestOutputHelper output)
{
    private const string Map = "lost";

    [Fact]
    [Trait("Invariant", "INV-OPS-1")]
    [Trait("Invariant", "INV-OPS-2")]
    public async Task Five_hundred_lost_answers_leave_one_effect_and_one_result_each()
    {
        const int Writers = 4, CutsEach = 128;
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        var start = Stopwatch.GetTimestamp();

        var runs = await Task.WhenAll(Enumerable.Range(0, Writers).Select(index => LoseAnswersAsync(server, index, CutsEach)));

        var cuts = runs.Sum(run => run.Cuts);
        Assert.True(cuts >= 500, $"{cuts} cuts");
        var lines = runs.SelectMany(run => run.Log.Lines()).ToArray();
        var applied = Ledger.AssertExactlyOnce(lines, await Copy.FetchAsync(server.Address, server.Token, Map));
        Assert.Equal(lines.Length, applied);
        output.WriteLine(
            $"{cuts} cuts between commit and result; {lines.Length} ops, {applied} versions, {runs.Sum(run => run.Log.Repeats)} results repeated and equal; "
            + $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s.");
    }

    [Fact]
    [Trait("Invariant", "INV-OPS-1")]
    [Trait("Invariant", "INV-OPS-3")]
    public async Task An_application_that_loses_every_first_answer_sees_each_write_applied_once()
    {
        const int Writes = 30;
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await using var proxy = new FaultProxy(() => new Uri(server.Address));
        var heard = new HashSet<ulong>();
        proxy.CutsAt = frame => frame.OpResults is { } results && results.Results.Count(result => heard.Add(result.OpId)) > 0;

        await using var client = TopGunClient.Open(new TopGunClientOptions { ReplicaFile = place.File("client.db"), Server = proxy.Address, Token = server.Token });
        var map = client.GetMap(Map);
        for (var i = 0; i < Writes; i++)
        {
            var write = map.Set($"key-{i}", Value.Of(i));
            // The client would come back by itself, each time after a longer pause. A connection that stands is left alone: it may be slow.
            while (!write.Settled.IsCompleted)
            {
                if (client.State.Phase == ConnectionPhase.Disconnected) client.ReconnectNow();
                await Task.WhenAny(write.Settled, Task.Delay(TimeSpan.FromMilliseconds(250)));
            }

            Assert.Equal(TopGun.Client.Maps.WriteEnding.Applied, (await write.Settled).Ending);
        }

        Assert.Equal(Writes, proxy.Cuts);
        Assert.Equal(new SavedState(0, 0), client.Saved);
        Assert.Equal((ulong)Writes, (await Copy.FetchAsync(server.Address, server.Token, Map)).Cursor!.Version);
        output.WriteLine($"{proxy.Cuts} cuts, {Writes} writes.");
    }

    private static async Task<(WriterLog Log, int Cuts)> LoseAnswersAsync(ServerProcess server, int index, int cuts)
    {
        await using var proxy = new FaultProxy(() => new Uri(server.Address));
        using var channel = GrpcChannel.ForAddress(proxy.Address);
        var random = new Random(index);
        var log = new WriterLog(Map, $"loser-{index}");
        while (proxy.Cuts < cuts)
        {
            var first = log.Count + 1;
            for (var ops = random.Next(1, 6); ops > 0; ops--) log.Add(Ledger.Write($"loser-{index}/{log.Count + 1}", $"{index}:{log.Count + 1}"));

            // The answer is lost one to three times, and each time it is read on the way and compared.
            for (var times = random.Next(1, 4); times > 0; times--) await SendAsync(proxy, channel, server.Token, log, first, isLost: true);
            await SendAsync(proxy, channel, server.Token, log, first, isLost: false);
            log.Confirmed = log.Count;
        }

        return (log, proxy.Cuts);
    }

    private static async Task SendAsync(FaultProxy proxy, GrpcChannel channel, string token, WriterLog log, int first, bool isLost)
    {
        var (before, last) = (proxy.Cuts, (ulong)log.Count);
        proxy.CutsAt = frame =>
        {
            if (!isLost || frame.OpResults is not { } results) return false;
            log.Take(results);
            return results.Results[^1].Number == last;
        };
        using var stream = await WireStream.OpenAsync(channel, token, log.Writer.NodeId);
        if (isLost)
        {
            await Assert.ThrowsAsync<RpcException>(async () =>
            {
                // The answer, and the cut, may be faster than the return of this call.
                await stream.SendAsync(log.Batch(first, log.Count));
                while (await stream.ReadAsync() is { } frame) Assert.Null(frame.OpResults);
            });
            Assert.Equal(before + 1, proxy.Cuts);
            return;
        }

        await stream.SendAsync(log.Batch(first, log.Count));
        for (var heard = 0UL; heard < last;)
        {
            var results = (await stream.ReadAsync())!.OpResults;
            log.Take(results);
            heard = results.Results[^1].Number;
        }
    }
}
