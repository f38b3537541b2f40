using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Core.Calls;

/// <summary>What idempotency keys must keep to.</summary>
public static class IdempotencyKey
{
    /// <summary>Bytes of UTF-8 of a key, at most.</summary>
    public const int MaxBytes = 255;

    /// <summary>For how long the answer to a keyed write is kept, in milliseconds: a day.</summary>
    public const long KeepMs = 24L * 60 * 60 * 1000;

    /// <summary>Checks a key, which is not empty.</summary>
    /// <exception cref="SyncException">It is over a bound (<see cref="ErrorCode.LimitExceeded"/>) or no text (<see cref="ErrorCode.InvalidFrame"/>).</exception>
    public static string Check(string key)
    {
        var measure = ValueMeasure.OfName(key);
        if (measure.Bytes > MaxBytes)
            throw new SyncException(ErrorCode.LimitExceeded, FormattableString.Invariant($"Idempotency key of {measure.Bytes:N0} bytes; 1 to {MaxBytes:N0} are accepted."));
        return measure.Flaws == TextFlaws.None
            ? key
            : throw new SyncException(ErrorCode.InvalidFrame, "The idempotency key is not well-formed Unicode: it has half of a surrogate pair.");
    }
}
