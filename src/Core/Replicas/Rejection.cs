using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>A write that did not come into effect, kept in the inbox until the application discards or retries it.</summary>
/// <param name="Id">Names it in this replica's inbox.</param>
/// <param name="Map">The map.</param>
/// <param name="Code">Why; programs decide by this.</param>
/// <param name="Reason">Why, for people; may be empty.</param>
/// <param name="Write">What was attempted.</param>
/// <param name="At">The timestamp of the attempt.</param>
/// <param name="OpId">The id of the op.</param>
/// <param name="Resolver">The name of the conflict resolver that refused it or failed on it; else null.</param>
/// <param name="ServerValue">What a resolver's refusal left on the server when it was told; null when the key was absent, may not be read, or is not known.</param>
public sealed record Rejection(
    long Id, string Map, RejectionCode Code, string Reason, Write Write, HlcTimestamp At, ulong OpId, string? Resolver = null, Value? ServerValue = null)
{
    /// <summary>The key.</summary>
    public string Key => Write.Key;

    /// <summary>What the user had written: the fields of a patch, or the whole value; null for a removal.</summary>
    public Value? AttemptedValue => Write switch
    {
        PatchWrite patch => new ObjectValue(patch.Set),
        ReplaceWrite replace => replace.Object,
        ValueWrite value => value.Value,
        _ => null,
    };
}
