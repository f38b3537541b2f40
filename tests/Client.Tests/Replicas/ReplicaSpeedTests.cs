using System.Diagnostics;
using TopGun.Client.Replicas.Sqlite;
using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using static TopGun.Client.Tests.Replicas.Steps;

namespace TopGun.Client.Tests.Replicas;

/// <summary>What a user waits for. The bounds are far above what was measured: they catch a change of kind, not of degree.</summary>
public sealed class ReplicaSpeedTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    // Measured with a file of 1,000,000 records: 0.5 ms, once the code is compiled.
    [Fact]
    public async Task The_first_read_does_not_wait_for_all_records()
    {
        const int Count = 100_000;
        Fill(Count);
        var best = TimeSpan.MaxValue;
        for (var run = 0; run < 10; run++)
        {
            var watch = Stopwatch.StartNew();
            await using var client = TopGunClient.Open(new TopGunClientOptions { ReplicaFile = _bench.PathOf("replica.db") });
            Assert.NotNull(client.GetMap("map").Get($"k{Count / 2:d7}"));
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"First read after {best.TotalMilliseconds} ms.");
        Assert.InRange(best, TimeSpan.Zero, TimeSpan.FromMilliseconds(300));
    }

    private void Fill(int count)
    {
        var watch = Stopwatch.StartNew();
        using var store = SqliteReplicaStore.Open(_bench.PathOf("replica.db"), "n1");
        var bytes = RecordCodec.Instance.Encode(LwwMerge.Apply(
            Core.Maps.Record.Never,
            new ReplaceWrite("key", WriteBase.Absent, Value.Object(("state", "free"), ("price", 10), ("note", new string('x', 60)))),
            new HlcTimestamp(1, 0, "n2~b")).Record);
        for (var first = 0; first < count; first += 1_000)
            store.Commit(Change(change =>
            {
                // Pages come in the order of versions, not of keys.
                change.PutRecords.AddRange(Enumerable.Range(first, 1_000).Select(i => ("map", Record($"k{(i * 7_919L) % count:d7}", i + 1, bytes: bytes))));
                change.PutMaps.Add(new("map", new Cursor(1, first + 1_000), 0, true, ResetReason.None));
            }));
        TestContext.Current.TestOutputHelper?.WriteLine($"{count / 1_000} pages of 1,000 records in {watch.Elapsed.TotalMilliseconds} ms.");
    }
}
