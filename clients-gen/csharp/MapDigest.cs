using System.Security.Cryptography;

namespace TopGun.Stubs;

/// <summary>Digests of maps, as docs/PROTOCOL.md defines them.</summary>
public static class MapDigest
{
    internal const int Depth = 16;
    private const int Leaf = 64;

    /// <summary>The digest of what stands below a prefix, of one byte per nibble; without one, of the map.</summary>
    /// <param name="entries">Of live records only, in any order.</param>
    /// <param name="prefix">0 to 16 nibbles.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Of(IEnumerable<DigestEntry> entries, params byte[] prefix)
    {
        List<DigestEntry> below = [.. entries.Where(entry => entry.Path.AsSpan().StartsWith(prefix))];
        below.Sort((a, b) => a.Key.AsSpan().SequenceCompareTo(b.Key));
        return OfSorted(below, prefix);
    }

    private static byte[] OfSorted(List<DigestEntry> below, byte[] prefix)
    {
        if (below.Count == 0) return new byte[SHA256.HashSizeInBytes];
        var isLeaf = below.Count <= Leaf || prefix.Length == Depth;
        byte[] head = [isLeaf ? (byte)0 : (byte)1, (byte)prefix.Length, .. prefix];
        var parts = isLeaf
            ? below.Select(entry => entry.Digest)
            : Enumerable.Range(0, 16).Select(nibble => OfSorted(below.FindAll(entry => entry.Path[prefix.Length] == nibble), [.. prefix, (byte)nibble]));
        return SHA256.HashData([.. head, .. parts.SelectMany(part => part)]);
    }
}
