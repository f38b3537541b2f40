using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.EndToEnd.LostAck;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Rules;

/// <summary>Who comes first keeps the seat, however often answers are lost and the server is killed.</summary>
public sealed class BookingTests(ITestOutputHelper output)
{
    private const string Map = "seats";
    private const int Writers = 4;

    [Fact]
    [Trait("Invariant", "INV-OPS-1")]
    [Trait("Invariant", "INV-OPS-2")]
    public async Task A_thousand_lost_answers_and_kills_refuse_nobody_his_own_booking_and_give_no_seat_to_two()
    {
        const int Losses = 1_000, LossesPerKill = 200;
        using var place = new Place();
        File.WriteAllText(place.File("rules.json"), """{ "resolvers": { "seats": [{ "builtIn": "FIRST_WRITE_WINS" }] } }""");
        await using var house = new House(place.Data, place.File("rules.json"));
        await house.StartAsync();
        var start = Stopwatch.GetTimestamp();
        FaultProxy[] proxies = [.. Enumerable.Range(0, Writers).Select(_ => new FaultProxy(() => house.Address))];
        try
        {
            var booking = proxies.Select((proxy, index) => BookAsync(house, proxy, index, Losses / Writers)).ToArray();
            var done = Task.WhenAll(booking);
            for (var kills = 1; !done.IsCompleted;)
            {
                await Task.WhenAny(done, Task.Delay(20));
                if (proxies.Sum(proxy => proxy.Cuts) < kills * LossesPerKill) continue;
                await house.KillAsync();
                kills++;
            }

            var lines = (await done).SelectMany(log => log.Lines()).ToArray();
            AssertOneOwnerEach(lines, await Copy.FetchAsync(house.Address.ToString(), house.Token, Map));
            var cuts = proxies.Sum(proxy => proxy.Cuts);
            Assert.True(cuts >= Losses, $"{cuts} lost answers");
            Assert.True(house.Kills >= 3, $"{house.Kills} kills");
            output.WriteLine(
                $"{cuts} lost answers, {house.Kills} kills; {lines.Length} bookings of {lines.Select(line => line.Op.Write.Key).Distinct().Count()} seats, "
                + $"{booking.Sum(log => log.Result.Repeats)} answers repeated and equal; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s.");
        }
        finally
        {
            foreach (var proxy in proxies) await proxy.DisposeAsync();
        }
    }

    private static void AssertOneOwnerEach(LedgerLine[] lines, Copy copy)
    {
        var refused = 0;
        foreach (var seat in lines.GroupBy(line => line.Op.Write.Key))
        {
            var owner = Assert.Single(seat, line => line.Result!.Code == OpResultCode.Applied);
            Assert.Equal(owner.Text, copy.Text(seat.Key, Ledger.Field));
            foreach (var other in seat.Where(line => line != owner))
            {
                Assert.Equal((OpResultCode.MergeRejected, "FIRST_WRITE_WINS"), (other.Result!.Code, other.Result.Resolver));
                refused++;
            }
        }

        Assert.True(refused > lines.Length / 10, $"Only {refused} of {lines.Length} bookings met another: that is no race.");
    }

    private static async Task<WriterLog> BookAsync(House house, FaultProxy proxy, int index, int losses)
    {
        using var channel = GrpcChannel.ForAddress(proxy.Address);
        var random = new Random(index);
        var log = new WriterLog(Map, $"guest-{index}") { MayBeRefused = true };
        while (proxy.Cuts < losses)
        {
            var first = log.Count + 1;
            for (var ops = random.Next(1, 6); ops > 0; ops--) log.Add(Ledger.Write($"seat-{random.Next(2 * (log.Count + 1))}", $"{index}:{log.Count + 1}"));

            // The answer is lost one to three times. Each time it is read on the way; every one must be the same.
            var (toLose, last) = (random.Next(1, 4), (ulong)log.Count);
            proxy.CutsAt = frame =>
            {
                if (toLose == 0 || frame.OpResults is not { } results) return false;
                log.Take(results);
                if (results.Results[^1].Number < last) return false;
                toLose--;
                return true;
            };
            while (!await TryAsync(channel, house, log, first)) await house.WhenUpAsync();
            log.Confirmed = log.Count;
        }

        return log;
    }

    // Sends what has no answer that got through, and waits for it; false when the connection was lost over it.
    private static async Task<bool> TryAsync(GrpcChannel channel, House house, WriterLog log, int first)
    {
        try
        {
            using var stream = await WireStream.OpenAsync(channel, house.Token, log.Writer.NodeId);
            await stream.SendAsync(log.Batch(first, log.Count));
            while (await stream.ReadAsync() is { } frame)
            {
                if (frame.OpResults is not { } results) continue;
                log.Take(results);
                if (results.Results[^1].Number == (ulong)log.Count) return true;
            }

            return false;
        }
        catch (RpcException lost) when (lost.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown)
        {
            return false;
        }
    }
}
