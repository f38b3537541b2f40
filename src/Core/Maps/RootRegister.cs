using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>The register of a record as a whole: removed, a value that is not an object, or an object.</summary>
/// <param name="At">When it was written.</param>
/// <param name="Kind">What it says.</param>
/// <param name="Value">The value when <paramref name="Kind"/> is <see cref="RootKind.Value"/>, else null.</param>
public readonly record struct RootRegister(HlcTimestamp At, RootKind Kind, Value? Value = null)
{
    /// <summary>Whether another write to the root replaces this one.</summary>
    public bool IsSupersededBy(RootRegister other) => other.At > At;
}
