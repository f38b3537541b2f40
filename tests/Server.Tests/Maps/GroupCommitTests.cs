using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Resolving;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>Atomic groups on their way to the store, with records as they are stored.</summary>
public class GroupCommitTests
{
    private const string Map = ExecutorBench.Map;
    private const int TimeLimit = 60_000;

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-GRP-1"), Trait("Invariant", "INV-STO-2")]
    public async Task A_group_is_stored_in_one_commit_with_its_result()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(Map);

        Assert.Null((await bench.Send(writer.Batch(writer.Group("a", "b", "c"), writer.Set("d", 1)))).Stopped);

        Assert.Equal(["a@1", "b@1", "c@1", "d@2"], bench.Records().Order());
        Assert.Equal(["a@1", "b@1", "c@1", "d@2"], (await bench.Stored()).Order());
        Assert.Equal(["1 Applied 1", "2 Applied 2"], bench.Results(writer));
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-GRP-1"), Trait("Invariant", "INV-PAR-4")]
    public async Task A_group_that_the_store_refuses_is_refused_as_a_whole_and_blocks_nobody()
    {
        await using var bench = new ExecutorBench();
        bench.Store.RefusesIf = commit => commit.Records.Any(record => record.Key == "bad");
        var writer = new TestWriter(Map);

        Assert.Null((await bench.Send(writer.Batch(writer.Set("a", 1), writer.Group("b", "bad", "c"), writer.Set("d", 1)))).Stopped);

        Assert.Equal(["a@1", "d@2"], bench.Records());
        Assert.Equal(["1 Applied 1", "2 StoreRefused 1", "3 Applied 2"], bench.Results(writer));
    }

    [Fact(Timeout = TimeLimit), Trait("Invariant", "INV-GRP-1"), Trait("Invariant", "INV-OPS-1"), Trait("Invariant", "INV-OPS-2")]
    public async Task A_group_whose_commit_is_in_doubt_and_that_comes_again_took_effect_once()
    {
        await using var bench = new ExecutorBench();
        var writer = new TestWriter(Map);
        var batch = writer.Batch(writer.Group("a", "b"));
        bench.Store.Inject(StoreStep.Commit, StoreFault.UnavailableAfter);

        Assert.Equal(ErrorCode.Unavailable, (await bench.Send(batch)).Stopped!.Error.Code);
        Assert.Equal(1, (await bench.Send(batch)).RepeatFrom);

        Assert.Equal(["a@1", "b@1"], bench.Records().Order());
        Assert.Equal(["1 Applied 1"], bench.Results(writer));
    }

    [Theory, Trait("Invariant", "INV-GRP-1")]
    [InlineData(400_000, OpResultCode.Applied, null)]
    [InlineData(600_000, OpResultCode.TooLarge, "b")]
    public void The_records_of_a_group_take_together_no_more_than_one_may(int bytes, OpResultCode code, string? key)
    {
        var map = new GuardedMap(RecordCodec.Instance);
        foreach (var name in new[] { "a", "b" }) map.Set(name, Value.Object(("text", new string('x', bytes)), ("n", 0)));

        var result = map.Group([Patch("a"), Patch("b"), Patch("c")]);

        Assert.Equal((code, key), (result.Code, result.Key));
        Assert.Equal(code == OpResultCode.Applied ? 1 : 0, ((Int64Value)((ObjectValue)map.Read("a")!)["n"]!).Number);
    }

    private static PatchWrite Patch(string key) => new(key, WriteBase.Unknown, Value.Object(("n", 1)).Fields, []);
}
