using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using TopGun.Core.Digests;

namespace TopGun.Core.Tests.Vectors;

public class DigestVectorTests
{
    [Fact, Trait("Invariant", "INV-DIG-1")]
    public void Digests_are_those_of_every_other_language()
    {
        using var vectors = Vectors.Open("digest.json");
        var compared = 0;
        foreach (var example in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            var trie = new DigestTrie<(string Key, Digest Entry)>(item => item.Key, item => item.Entry);
            foreach (var (key, version, record) in Records(example)) trie.Put((key, DigestHash.Entry(key, version, record)));
            foreach (var expected in example.GetProperty("digests").EnumerateObject())
            {
                var prefix = DigestPrefix.Read([.. expected.Name.Select(nibble => Convert.ToByte($"{nibble}", 16))])!.Value;
                Assert.True(
                    expected.Value.GetString() == trie.DigestOf(prefix).ToString(),
                    $"{example.GetProperty("name").GetString()}: {prefix} has {trie.DigestOf(prefix)}; {expected.Value} is right.");
                compared++;
            }
        }

        Assert.True(compared > 200, $"Only {compared} digests were compared.");
    }

    private static IEnumerable<(string Key, long Version, byte[] Record)> Records(JsonElement example)
    {
        if (example.TryGetProperty("records", out var records))
            return records.EnumerateArray().Select(record => (
                record.GetProperty("key").GetString()!, record.GetProperty("version").GetInt64(), Convert.FromHexString(record.GetProperty("record").GetString()!)));
        var numbers = example.TryGetProperty("indices", out var indices)
            ? indices.EnumerateArray().Select(index => index.GetInt32())
            : Enumerable.Range(example.GetProperty("first").GetInt32(), example.GetProperty("count").GetInt32());
        return numbers.Select(i => ($"key-{i}", (long)i, SHA256.HashData(Encoding.UTF8.GetBytes($"key-{i}"))));
    }
}
