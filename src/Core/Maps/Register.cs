using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>One field of a record: the last value written to it, or the erasure that replaced it.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Value">The value, or null when the field was erased; a null that was written is <see cref="Value.Null"/>.</param>
public readonly record struct Register(HlcTimestamp At, Value? Value)
{
    /// <summary>Whether the field has a value.</summary>
    public bool IsLive => Value is not null;

    // The whole of last-write-wins. Timestamps are unique (INV-HLC-1), so equal ones mean the same write
    // and the values need no comparing.
    /// <summary>Whether another write to the same field replaces this one.</summary>
    public bool IsSupersededBy(Register other) => other.At > At;
}
