using FsCheck.Fluent;
using TopGun.Core.Digests;
using TopGun.Core.Replicas;
using TopGun.Core.Values;
using TopGun.Generators;

namespace TopGun.Core.Tests.Digests;

public class DigestTrieTests
{
    [Fact, Trait("Invariant", "INV-DIG-1")]
    public void After_any_changes_digests_are_those_from_scratch()
        => HoldsFor(() => new DigestTrie<(string Key, Digest Entry)>(item => item.Key, item => item.Entry), (key, entry) => (Key: key, Entry: entry), item => item.Entry);

    [Fact, Trait("Invariant", "INV-DIG-1")]
    public void So_they_are_where_keys_and_entries_are_packed()
        => HoldsFor(() => new DigestTrie<HeldEntry>(new HeldNode()), (key, entry) => new HeldEntry(key, entry), item => item.Entry);

    [Fact]
    public void A_key_of_any_length_is_found_again_where_keys_are_packed()
    {
        var trie = new DigestTrie<HeldEntry>(new HeldNode());
        string[] keys = [.. Enumerable.Range(0, 12).Select(i => new string('\u20AC', 1 << i))];
        foreach (var key in keys) trie.Put(new HeldEntry(key, DigestHash.Entry(key, 1, [])));

        Assert.Equal(keys, trie.ItemsOf(DigestPrefix.Root).Select(item => item.Key));
        foreach (var key in keys) Assert.True(trie.Remove(key));
        Assert.Equal(Digest.Empty, trie.DigestOf(DigestPrefix.Root));
    }

    [Theory]
    [InlineData(new byte[] { 16 })]
    [InlineData(new byte[] { 0, 1, 255 })]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 })]
    public void What_is_no_path_is_no_prefix(byte[] nibbles) => Assert.Null(DigestPrefix.Read(nibbles));

    [Fact]
    public void The_longest_prefix_covers_one_hash()
    {
        var hash = DigestHash.KeyHash("a");
        var prefix = DigestPrefix.Read([.. Enumerable.Range(0, 16).Select(depth => (byte)DigestPrefix.NibbleOf(hash, depth))])!.Value;

        Assert.True(prefix.Covers(hash));
        Assert.False(prefix.Covers(hash ^ 1));
        Assert.Throws<ArgumentException>(() => new Digest(new byte[31]));
    }

    // Many changes of few hundred keys, so that leaves split and join again and again.
    private static void HoldsFor<T>(Func<DigestTrie<T>> make, Func<string, Digest, T> itemOf, Func<T, Digest> entryOf)
        => Law.Holds(
            Gen.Choose(1, 300).SelectMany(keys => Gen.Choose(0, keys - 1).Two().Select(pair => (pair.Item1, pair.Item2)).ListOf(keys)),
            changes =>
            {
                Dictionary<string, Digest> held = [];
                var trie = make();
                var i = 0;
                foreach (var (put, removed) in changes)
                {
                    var entry = DigestHash.Entry(KeyOf(put), ++i, []);
                    held[KeyOf(put)] = entry;
                    trie.Put(itemOf(KeyOf(put), entry));
                    Assert.Equal(held.Remove(KeyOf(removed)), trie.Remove(KeyOf(removed)));
                    if (i % 50 == 0) Assert.Equal(FromScratch(held, DigestPrefix.Root), trie.DigestOf(DigestPrefix.Root));
                }

                Assert.Equal(held.Count, trie.Count);
                foreach (var prefix in Enumerable.Range(0, 16).Select(DigestPrefix.Root.Child).Append(DigestPrefix.Root).Append(DigestPrefix.Root.Child(3).Child(4)))
                {
                    Assert.Equal(FromScratch(held, prefix), trie.DigestOf(prefix));
                    Assert.Equal(Below(held, prefix).Length, trie.CountOf(prefix));
                    Assert.Equal(Below(held, prefix), trie.ItemsOf(prefix).Select(entryOf));
                }
            });

    // Some are the beginning of others, and not all are in the order of UTF-16.
    private static string KeyOf(int number) => (number % 3) switch
    {
        0 => $"key-{number}",
        1 => $"key-{number}\uFFFD",
        _ => $"key-{number - 1}\U0001F600",
    };

    private static Digest FromScratch(Dictionary<string, Digest> held, DigestPrefix prefix)
    {
        var below = Below(held, prefix);
        return below.Length <= 64
            ? DigestHash.Leaf(prefix, below)
            : DigestHash.Inner(prefix, [.. Enumerable.Range(0, 16).Select(i => FromScratch(held, prefix.Child(i)))]);
    }

    private static Digest[] Below(Dictionary<string, Digest> held, DigestPrefix prefix)
        => [.. held.Where(entry => prefix.Covers(DigestHash.KeyHash(entry.Key))).OrderBy(entry => entry.Key, Utf8Order.Comparer).Select(entry => entry.Value)];
}
