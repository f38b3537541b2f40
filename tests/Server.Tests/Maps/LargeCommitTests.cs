using System.Collections.Concurrent;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>Small ops on large records make large commits; none becomes larger than a store takes.</summary>
public class LargeCommitTests
{
    private const string Map = ExecutorBench.Map;
    private const int RecordBytes = 20_000;
    private const int Records = 40;
    private const int MaxCommitBytes = 200_000;
    private const int TimeLimit = 60_000;

    [Fact(Timeout = TimeLimit)]
    public async Task A_batch_that_changes_many_large_records_is_taken_in_several_commits()
    {
        await using var bench = new ExecutorBench(options: new PartitionOptions { MaxCommitBytes = MaxCommitBytes });
        var sizes = await FillAsync(bench);
        var writer = new TestWriter(Map, suffix: "patcher");
        Op[] patches = [.. Enumerable.Range(0, Records).Select(i => writer.Set($"large{i}", i, "small"))];

        var rounds = 0;
        for (var next = 1L; next <= Records; rounds++)
        {
            var receipt = await bench.Send(writer.Batch(patches[(int)(next - 1)..]));
            Assert.True(receipt.Stopped is null or { Error.Code: ErrorCode.Unavailable });
            Assert.True(receipt.Stopped is null || receipt.Stopped.NextNumber > next, "A round took nothing.");
            next = receipt.Stopped?.NextNumber ?? Records + 1;
        }

        Assert.InRange(rounds, 2, Records);
        Assert.All(sizes, size => Assert.InRange(size, 0, MaxCommitBytes + RecordBytes + 1_000));
        Assert.Equal(Records, bench.Results(writer).Count(result => result.Contains(nameof(OpResultCode.Applied), StringComparison.Ordinal)));
    }

    [Fact(Timeout = TimeLimit)]
    public async Task What_gathers_meanwhile_from_many_writers_is_no_larger_and_nobody_is_stopped()
    {
        await using var bench = new ExecutorBench(options: new PartitionOptions { MaxCommitBytes = MaxCommitBytes });
        var sizes = await FillAsync(bench);
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);

        Task<BatchReceipt>[] answers = [.. Enumerable.Range(0, Records).Select(i =>
        {
            var writer = new TestWriter(Map, suffix: $"w{i}");
            return bench.Send(writer.Batch(writer.Set($"large{i}", i, "small")));
        })];
        await bench.Store.WhenHanging();
        bench.Store.Release();

        Assert.All(await Task.WhenAll(answers), receipt => Assert.Null(receipt.Stopped));
        Assert.All(sizes, size => Assert.InRange(size, 0, (MaxCommitBytes / 2) + RecordBytes + 1_000));
    }

    // Sizes of the commits that are stored from here on.
    private static async Task<ConcurrentQueue<int>> FillAsync(ExecutorBench bench)
    {
        var writer = new TestWriter(Map, suffix: "filler");
        for (var i = 0; i < Records; i++)
            Assert.Null((await bench.Send(writer.Batch(writer.Make(new ReplaceWrite($"large{i}", WriteBase.Absent, Value.Object(("text", new string('x', RecordBytes)))))))).Stopped);

        var sizes = new ConcurrentQueue<int>();
        bench.Store.RefusesIf = commit =>
        {
            sizes.Enqueue(commit.Records.Sum(record => record.Bytes.Length));
            return false;
        };
        return sizes;
    }
}
