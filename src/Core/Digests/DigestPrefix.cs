namespace TopGun.Core.Digests;

/// <summary>A place in the digest trie: the first 0 to 16 nibbles of the hashes of the keys below it.</summary>
/// <remarks>The default value is the root.</remarks>
public readonly record struct DigestPrefix
{
    /// <summary>Nibbles of the longest prefix.</summary>
    public const int MaxDepth = 16;

    /// <summary>Children of an inner place.</summary>
    public const int Fan = 16;

    // The nibbles from the top; zeros below them.
    private readonly ulong _bits;

    private DigestPrefix(ulong bits, int depth) => (_bits, Depth) = (bits, depth);

    /// <summary>The whole map.</summary>
    public static DigestPrefix Root => default;

    /// <summary>How many nibbles it has.</summary>
    public int Depth { get; }

    /// <summary>Reads a prefix of one byte per nibble.</summary>
    /// <returns>Null when there are more than 16, or one is above 15.</returns>
    public static DigestPrefix? Read(ReadOnlySpan<byte> nibbles)
    {
        if (nibbles.Length > MaxDepth) return null;
        var prefix = Root;
        foreach (var nibble in nibbles)
        {
            if (nibble >= Fan) return null;
            prefix = prefix.Child(nibble);
        }

        return prefix;
    }

    /// <summary>The place one nibble deeper.</summary>
    public DigestPrefix Child(int nibble) => new(_bits | ((ulong)nibble << (60 - 4 * Depth)), Depth + 1);

    /// <summary>Whether a key with this hash stands below it.</summary>
    public bool Covers(ulong keyHash) => Depth == 0 || (keyHash ^ _bits) >> (64 - 4 * Depth) == 0;

    /// <summary>The nibble at a depth.</summary>
    public int NibbleAt(int depth) => NibbleOf(_bits, depth);

    /// <summary>The nibble of a hash at a depth, 0 to 15.</summary>
    public static int NibbleOf(ulong keyHash, int depth) => (int)(keyHash >> (60 - 4 * depth)) & 0xF;

    /// <summary>One byte per nibble.</summary>
    public byte[] ToBytes()
    {
        var nibbles = new byte[Depth];
        for (var i = 0; i < Depth; i++) nibbles[i] = (byte)NibbleAt(i);
        return nibbles;
    }

    /// <inheritdoc/>
    public override string ToString() => $"'{string.Concat(ToBytes().Select(nibble => $"{nibble:x}"))}'";
}
