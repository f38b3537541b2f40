using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>A write, or an atomic group of writes, that did not come into effect, kept in the inbox until the application discards or retries it.</summary>
/// <param name="Id">Names it in this replica's inbox.</param>
/// <param name="Map">The map.</param>
/// <param name="Code">Why; programs decide by this.</param>
/// <param name="Reason">Why, for people; may be empty.</param>
/// <param name="Writes">What was attempted: one write, or all those of a group.</param>
/// <param name="At">The timestamp of the attempt.</param>
/// <param name="OpId">The id of the op.</param>
/// <param name="Resolver">The name of the conflict resolver that refused it or failed on it; else null.</param>
/// <param name="FailedKey">For a group, the key of the write that it was refused for; null where it was not for one of them.</param>
/// <param name="ServerValue">What a resolver's refusal left on the server under <see cref="Key"/> when it was told; null when the key was absent, may not be read, or is not known.</param>
public sealed record Rejection(
    long Id,
    string Map,
    RejectionCode Code,
    string Reason,
    IReadOnlyList<Write> Writes,
    HlcTimestamp At,
    ulong OpId,
    string? Resolver = null,
    string? FailedKey = null,
    Value? ServerValue = null)
{
    /// <summary>The key; in a group the one that it was refused for, or its first.</summary>
    public string Key => FailedKey ?? Writes[0].Key;

    /// <summary>
    /// Of what this device held of the server's records, whoever wrote it, when a restored server had lost it: the version at which it stood. 0 for everything else, which this device wrote itself.
    /// </summary>
    /// <remarks>
    /// <see cref="AttemptedValue"/> is then what the key held: of a set all its elements, of a counter its sum, and where only some fields were held, these. <see cref="OpId"/> is 0, since it was no op of this device.
    /// </remarks>
    public long HeldVersion { get; init; }

    /// <summary>Whether it was a group of several writes.</summary>
    public bool IsGroup => Writes.Count > 1;

    /// <summary>The write of <see cref="Key"/>.</summary>
    public Write Write => Writes.First(write => write.Key == Key);

    /// <summary>
    /// What the user had written to <see cref="Key"/>: the fields of a patch, or the whole value; null for a removal. Of a set the list of the elements that were added, or
    /// taken out, and of a counter the delta.
    /// </summary>
    public Value? AttemptedValue => ValueOf(Write);

    /// <summary>What the user had written, by key in the order of the writes: the fields of a patch, or the whole value; null for a removal.</summary>
    public IEnumerable<KeyValuePair<string, Value?>> AttemptedValues => Writes.Select(write => KeyValuePair.Create(write.Key, ValueOf(write)));

    private static Value? ValueOf(Write write) => write switch
    {
        AddElementsWrite add => new ListValue([.. add.Elements.Select(element => element.Value)]),
        RemoveElementsWrite { Elements: { Count: > 0 } removed } => new ListValue([.. removed.Select(element => element.Value)]),
        CountWrite count => Value.Of(count.Delta),
        PatchWrite patch => new ObjectValue(patch.Set),
        ReplaceWrite replace => replace.Object,
        ValueWrite value => value.Value,
        _ => null,
    };
}
