using TopGun.Core.Calls;
using TopGun.Core.Sync;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>What every store promises of writes under idempotency keys, besides all else.</summary>
public abstract class KeyedContract : TypedContract
{
    private const long Noon = 1_700_000_000_000;

    [Theory, Trait("Invariant", "INV-CALL-1")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_became_of_keyed_writes_is_found_by_map_user_and_key_also_after_reopening(bool isFolded)
    {
        await TakeAsync();
        await CommitAsync(Keyed(0, Outcome("alice", "k1", Noon), Outcome("bob", "k1", Noon, OpResultCode.MergeRejected), Outcome("alice", "k2", Noon)));
        if (isFolded) await FoldAsync();
        await ReopenAsync();

        Assert.Equal(["alice k1 Applied", "alice k2 Applied"], await FindAsync("alice", "k1", "k2", "k3"));
        Assert.Equal(["bob k1 MergeRejected"], await FindAsync("bob", "k1", "k2"));
        Assert.Empty(await Store.FindKeyedAsync("other", "alice", ["k1"], CancellationToken.None));
    }

    [Fact, Trait("Invariant", "INV-CALL-1")]
    public async Task The_last_one_under_a_key_counts_folded_or_not()
    {
        await TakeAsync();
        await CommitAsync(Keyed(0, Outcome("alice", "k", Noon)));
        await FoldAsync();
        await CommitAsync(Keyed(0, Outcome("alice", "k", Noon + IdempotencyKey.KeepMs, OpResultCode.Forbidden)));
        Assert.Equal(["alice k Forbidden"], await FindAsync("alice", "k"));

        await FoldAsync();

        Assert.Equal(["alice k Forbidden"], await FindAsync("alice", "k"));
    }

    [Fact]
    public async Task All_parts_of_an_outcome_are_kept()
    {
        await TakeAsync();
        var written = new KeyedOutcome(Map, "ünï", new KeyedWrite("日本", new byte[] { 1, 2, 3 }), Noon, new CallOutcome(OpResultCode.MergeRejected, 7, "No.", "rule", "a"));
        await CommitAsync(Empty(Map, 0) with { Keyed = [written] });
        await FoldAsync();

        var read = Assert.Single(await Store.FindKeyedAsync(Map, "ünï", ["日本"], CancellationToken.None));

        Assert.Equal([1, 2, 3], read.Write.Digest.ToArray());
        Assert.Equal(written with { Write = read.Write }, read);
        Assert.Equal("日本", read.Write.Key);
    }

    private static KeyedOutcome Outcome(string subject, string key, long atMs, OpResultCode code = OpResultCode.Applied)
        => new(Map, subject, new KeyedWrite(key, new byte[32]), atMs, new CallOutcome(code, 1));

    private static Core.Partitions.PartitionCommit Keyed(long head, params KeyedOutcome[] keyed) => Empty(Map, head) with { Keyed = keyed };

    private async Task<string[]> FindAsync(string subject, params string[] keys)
        => [.. (await Store.FindKeyedAsync(Map, subject, keys, CancellationToken.None))
            .OrderBy(found => found.Write.Key, StringComparer.Ordinal)
            .Select(found => $"{found.Subject} {found.Write.Key} {found.Outcome.Code}")];
}
