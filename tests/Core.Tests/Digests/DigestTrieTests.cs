using FsCheck.Fluent;
using TopGun.Core.Digests;
using TopGun.Core.Values;
using TopGun.Generators;

namespace TopGun.Core.Tests.Digests;

public class DigestTrieTests
{
    // Many changes of few hundred keys, so that leaves split and join again and again.
    [Fact, Trait("Invariant", "INV-DIG-1")]
    public void After_any_changes_digests_are_those_from_scratch()
        => Law.Holds(
            Gen.Choose(1, 300).SelectMany(keys => Gen.Choose(0, keys - 1).Two().Select(pair => (pair.Item1, pair.Item2)).ListOf(keys)),
            changes =>
            {
                Dictionary<string, Digest> held = [];
                var trie = Trie();
                var i = 0;
                foreach (var (put, removed) in changes)
                {
                    var entry = DigestHash.Entry($"key-{put}", ++i, []);
                    held[$"key-{put}"] = entry;
                    trie.Put(($"key-{put}", entry));
                    Assert.Equal(held.Remove($"key-{removed}"), trie.Remove($"key-{removed}"));
                    if (i % 50 == 0) Assert.Equal(FromScratch(held, DigestPrefix.Root), trie.DigestOf(DigestPrefix.Root));
                }

                Assert.Equal(held.Count, trie.Count);
                foreach (var prefix in Enumerable.Range(0, 16).Select(DigestPrefix.Root.Child).Append(DigestPrefix.Root).Append(DigestPrefix.Root.Child(3).Child(4)))
                {
                    Assert.Equal(FromScratch(held, prefix), trie.DigestOf(prefix));
                    Assert.Equal(Below(held, prefix).Length, trie.CountOf(prefix));
                    Assert.Equal(Below(held, prefix), trie.ItemsOf(prefix).Select(item => item.Entry));
                }
            });

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

    private static DigestTrie<(string Key, Digest Entry)> Trie() => new(item => item.Key, item => item.Entry);

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
