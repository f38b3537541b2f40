using TopGun.Core.Partitions;
using TopGun.Server.Storage;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>What every store promises of a record beside its newest state: any key, any size, its owner, when it expires, and that it can be forgotten.</summary>
public abstract class RecordsContract : ResultsContract
{
    [Fact]
    public async Task Keys_may_be_any_text()
    {
        string[] keys = ["", "\0", "a", "a\0", "ä", "日本", "𝄞", new string('k', 512)];
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", keys));
        await FoldAsync();

        Assert.Equal(keys.Order(StringComparer.Ordinal), (await LoadAsync()).Records.Select(record => record.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_record_may_be_empty_or_a_megabyte()
    {
        var large = new byte[1 << 20];
        new Random(1).NextBytes(large);
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "", "empty") with { Records = [new(Map, "empty", 1, []), new(Map, "large", 1, large)] });
        await FoldAsync();

        var records = (await LoadAsync()).Records.ToDictionary(record => record.Key);
        Assert.Empty(records["empty"].Bytes);
        Assert.True(records["large"].Bytes.AsSpan().SequenceEqual(large));
    }

    [Theory, Trait("Invariant", "INV-OWN-1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_record_keeps_its_owner_until_a_commit_says_otherwise(bool folded)
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x") with
        {
            Records = [new(Map, "a", 1, Bytes("x"), "ann"), new(Map, "b", 1, Bytes("x"), "bob"), new(Map, "c", 1, Bytes("x")), new(Map, "d", 1, Bytes("x"), "ünï \U0001F600")],
        });
        if (folded) await FoldAsync();
        await CommitAsync(Write(Map, 1, "y") with { Records = [new(Map, "b", 2, Bytes("gone")), new(Map, "c", 2, Bytes("y"), "ann")] });
        if (folded) await FoldAsync();

        await ReopenAsync();

        Assert.Equal(["a@1=x of ann", "b@2=gone", "c@2=y of ann", "d@1=x of ünï \U0001F600"], Show(await LoadAsync()).Order(StringComparer.Ordinal));
    }

    [Fact, Trait("Invariant", "INV-TTL-4"), Trait("Invariant", "INV-STO-5")]
    public async Task When_a_record_expires_is_stored_with_it_folded_or_not()
    {
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", "a", "b") with { Records = [Expiring(Map, "a", 1, 500), Expiring(Map, "b", 1, 400)] });
        Assert.Equal([("a", 500L), ("b", 400L)], await TimesAsync());
        Assert.Equal([new MapExpiry(Map, 400)], await ExpiringAsync());
        await FoldAsync();
        Assert.Equal([("a", 500L), ("b", 400L)], await TimesAsync());
        Assert.Equal([new MapExpiry(Map, 400)], await ExpiringAsync());
        await ReopenAsync();
        Assert.Equal([new MapExpiry(Map, 400)], await ExpiringAsync());

        await TakeAsync(Epoch + 1);
        await CommitAsync(Write(Map, 1, "x", "b") with { Epoch = Epoch + 1 });
        Assert.Equal([("a", 500L), ("b", 0L)], await TimesAsync());
        await FoldAsync();
        Assert.Equal([("a", 500L), ("b", 0L)], await TimesAsync());
        Assert.Equal([new MapExpiry(Map, 500)], await ExpiringAsync());

        async Task<(string, long)[]> TimesAsync() => [.. (await LoadAsync()).Records.Select(record => (record.Key, record.ExpiresAtMs)).Order()];
    }

    [Fact, Trait("Invariant", "INV-TOM-1"), Trait("Invariant", "INV-STO-5")]
    public async Task What_is_forgotten_is_gone_folded_or_not_and_how_far_it_went_is_stored()
    {
        var horizon = new MapHorizon(2, Clock);
        await TakeAsync();
        await CommitAsync(Write(Map, 0, "x", "a", "b") with { Mark = new TimeMark(10, 1, Clock) });
        await FoldAsync();
        await CommitAsync(Write(Map, 1, "x", "c", "d"));
        await CommitAsync(Empty(Map, 2) with { Collected = [new MapCollection(Map, horizon, ["a", "c"])], Mark = new TimeMark(20, 2, Clock) });
        await CommitAsync(Write(Map, 2, "again", "c") with { Mark = new TimeMark(30, 3, Clock), MarksFromMs = 20 });

        await AssertAsync();
        await FoldAsync();
        await AssertAsync();
        await ReopenAsync();
        await AssertAsync();
        Assert.Equal([new TimeMark(20, 2, Clock), new TimeMark(30, 3, Clock)], (await TakeAsync(Epoch + 1)).Marks);

        async Task AssertAsync()
        {
            var map = await LoadAsync();
            Assert.Equal(["b@1=x", "c@3=again", "d@2=x"], Show(map).Order());
            Assert.Equal(horizon, map.Horizon);
        }
    }

    [Fact, Trait("Invariant", "INV-TTL-4")]
    public async Task Maps_in_which_something_expires_are_found_page_by_page_without_the_others()
    {
        var head = 0L;
        foreach (var map in new[] { "c", "a", "none", "b" })
        {
            await TakeAsync(Epoch, map);
            await CommitAsync(Write(map, 0, "x", "k") with { Records = [Expiring(map, "k", 1, map == "none" ? 0 : 100 + ++head)] });
            if (map == "a") await FoldAsync();
        }

        Assert.Equal([new MapExpiry("a", 102), new MapExpiry("b", 103)], await ExpiringAsync("", 2));
        Assert.Equal([new MapExpiry("c", 101)], await ExpiringAsync("b\0", 2));
        Assert.Equal([new MapExpiry("b", 103), new MapExpiry("c", 101)], await ExpiringAsync("b", 3));
    }

    private static RecordChange Expiring(string map, string key, long version, long atMs) => new(map, key, version, Bytes("x"), null, atMs);

    private Task<IReadOnlyList<MapExpiry>> ExpiringAsync(string from = "", int most = 10) => Store.ListExpiringAsync(from, most, CancellationToken.None).AsTask();
}
