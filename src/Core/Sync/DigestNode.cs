using TopGun.Core.Digests;

namespace TopGun.Core.Sync;

/// <summary>What stands below a prefix: children, or where the server descends no further, all its live records.</summary>
/// <param name="Prefix">The prefix.</param>
/// <param name="Children">The digests of its 16 children; empty for a leaf.</param>
/// <param name="Entries">The live records of a leaf, in the byte order of their keys.</param>
public sealed record DigestNode(DigestPrefix Prefix, IReadOnlyList<Digest> Children, IReadOnlyList<DigestEntry> Entries)
{
    /// <summary>Whether the entries are all that there is.</summary>
    public bool IsLeaf => Children.Count == 0;
}
