using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace TopGun.Server.Auth;

/// <summary>Tokens that were checked and found good, so that their next call costs a look instead of a signature. Safe for many threads at once.</summary>
/// <remarks>
/// It remembers what a signature said, and with which keys: whether the token is good now, its time and its revocation, is for the one who asks. Tokens are kept by their SHA-256, so that no
/// secret lies here and the time of a look tells nothing of one.
/// </remarks>
internal sealed class KnownTokens
{
    /// <summary>How many are remembered at least, of those seen last; twice as many at most.</summary>
    public const int Kept = 2_048;

    // What one holds is bounded with it. Larger ones are rare, and checked each time.
    private const int MaxTokenLength = 4 << 10;

    private readonly Lock _gate = new();
    private Dictionary<(UInt128 High, UInt128 Low), KnownToken> _young = [];
    private Dictionary<(UInt128 High, UInt128 Low), KnownToken> _old = [];

    /// <summary>What was found of a token; null when it is not known.</summary>
    public KnownToken? Find(string token)
    {
        if (!TryName(token, out var name)) return null;
        lock (_gate)
        {
            if (_young.TryGetValue(name, out var known)) return known;
            if (!_old.TryGetValue(name, out known)) return null;
            Add_NeedsLock(name, known);
            return known;
        }
    }

    /// <summary>Remembers a token that was found good.</summary>
    public void Add(string token, KnownToken known)
    {
        if (!TryName(token, out var name)) return;
        lock (_gate) Add_NeedsLock(name, known);
    }

    // Two halves that change places: who was not seen while one filled is forgotten, and nobody counts for whom.
    private void Add_NeedsLock((UInt128 High, UInt128 Low) name, KnownToken known)
    {
        if (_young.Count >= Kept) (_old, _young) = (_young, []);
        _young[name] = known;
    }

    private static bool TryName(string token, out (UInt128 High, UInt128 Low) name)
    {
        name = default;
        if (token.Length > MaxTokenLength) return false;
        Span<byte> text = stackalloc byte[token.Length];
        if (Ascii.FromUtf16(token, text, out _) != OperationStatus.Done) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        name = (BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
        return true;
    }
}
