using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>What every store promises of the types of maps, besides all else.</summary>
public abstract class TypedContract : RecordsContract
{
    [Theory, Trait("Invariant", "INV-TYPE-1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_type_of_a_map_is_kept_also_when_nothing_is_left_in_it(bool isFolded)
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", "a") with { Types = [new MapTyping(Map, MapType.OrMap)] });
        if (isFolded) await FoldAsync();
        Assert.Equal(MapType.OrMap, (await LoadAsync()).Type);

        await CommitAsync(Write(Map, 1, "y", "a"));
        await CommitAsync(Empty(Map, 2) with { Collected = [new MapCollection(Map, new MapHorizon(2, Clock), ["a"])] });
        if (isFolded) await FoldAsync();
        await ReopenAsync();

        var map = await LoadAsync();
        Assert.Empty(map.Records);
        Assert.Equal(MapType.OrMap, map.Type);
    }

    [Fact, Trait("Invariant", "INV-TYPE-1")]
    public async Task Each_map_of_a_commit_has_its_own_type_and_one_that_got_none_has_none()
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", "a") with { Types = [new MapTyping("counters", MapType.PnCounter), new MapTyping("records", MapType.Lww)] });

        await AssertAsync();
        await FoldAsync();
        await AssertAsync();
        await ReopenAsync();
        await AssertAsync();

        async Task AssertAsync()
        {
            Assert.Equal(MapType.PnCounter, (await LoadAsync("counters")).Type);
            Assert.Equal(MapType.Lww, (await LoadAsync("records")).Type);
            // What was written before there were types has none either; its partition knows what that means.
            Assert.Equal(MapType.None, (await LoadAsync()).Type);
            Assert.Equal(MapType.None, (await LoadAsync("never")).Type);
        }
    }
}
