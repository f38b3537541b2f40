using System.Diagnostics;
using TopGun.Core.Sets;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>The value of a key: one root register, one named register per top-level field, and how far it was cleared.</summary>
/// <remarks>
/// Of a set the root is the list of its elements, with their tags beside it, and of a counter its sum.
/// Immutable, so that committed state and what is built on top of it can share parts. Equality is structural.
/// </remarks>
public sealed class Record : IEquatable<Record>
{
    private static readonly Dictionary<string, Register> NoRegisters = [];

    private readonly Dictionary<string, Register> _registers;
    private readonly MapType _type;

    /// <summary>Makes a record of an LwwMap from its parts; registers below <paramref name="cleared"/> are left out, they are erased.</summary>
    /// <param name="root">The root register.</param>
    /// <param name="cleared">The highest timestamp of any remove, non-object value or REPLACE that the record took; default for none.</param>
    /// <param name="registers">The named registers; the record keeps the dictionary, which must not change afterwards.</param>
    /// <param name="expiresAtMs">See <see cref="ExpiresAtMs"/>; a removed record has none.</param>
    public Record(RootRegister root, HlcTimestamp cleared, Dictionary<string, Register> registers, long expiresAtMs = 0)
    {
        ExpiresAtMs = root.Kind == RootKind.Removed ? 0 : expiresAtMs;
        Root = root;
        Cleared = cleared;
        _registers = registers;
        _type = MapType.Lww;
        Tags = [];
    }

    private Record(RootRegister root, MapType type, IReadOnlyList<IReadOnlyList<ElementTag>> tags)
    {
        Root = root;
        _registers = NoRegisters;
        _type = type;
        Tags = tags;
    }

    /// <summary>The record of a key that was never written.</summary>
    public static Record Never { get; } = new(default, default, NoRegisters);

    /// <summary>Of which type its map is; <see cref="MapType.None"/> for the record of a key that was never written.</summary>
    public MapType Type => Root.At.IsDefault ? MapType.None : _type;

    /// <summary>Of a set: for each of its elements, in their order, which ops added it, at least one. Empty for everything else.</summary>
    public IReadOnlyList<IReadOnlyList<ElementTag>> Tags { get; }

    /// <summary>The root register.</summary>
    public RootRegister Root { get; }

    /// <summary>The highest timestamp of any remove, non-object value or REPLACE that the record took; it survives re-creation.</summary>
    public HlcTimestamp Cleared { get; }

    /// <summary>The named registers, erased ones too.</summary>
    public IReadOnlyDictionary<string, Register> Registers => _registers;

    /// <summary>When the server removes the record, in milliseconds of its time; 0 for never.</summary>
    /// <remarks>It is no register: who commits a write with a ttl sets it, and a removal drops it (INV-TTL-1).</remarks>
    public long ExpiresAtMs { get; }

    /// <summary>Whether the key has a value; only a remove makes a record absent.</summary>
    public bool IsLive => Root.Kind != RootKind.Removed;

    /// <summary>Whether a write of exactly this timestamp stands in it: as its root, a field, or what cleared it.</summary>
    public bool Bears(HlcTimestamp at) => Root.At == at || Cleared == at || _registers.Values.Any(register => register.At == at);

    /// <summary>The newest timestamp in the record: what a write made on it must be above. Default when never written.</summary>
    public HlcTimestamp Newest
    {
        get
        {
            var newest = HlcTimestamp.Max(Root.At, Cleared);
            foreach (var register in Registers.Values) newest = HlcTimestamp.Max(newest, register.At);
            return newest;
        }
    }

    /// <summary>The value as the application sees it, or null when the record is absent.</summary>
    public Value? ToValue() => Root.Kind switch
    {
        RootKind.Removed => null,
        RootKind.Value => Root.Value,
        _ => LiveFields(),
    };

    /// <summary>Makes the record of a set.</summary>
    /// <param name="at">The highest timestamp of an op that changed it.</param>
    /// <param name="elements">Its elements, at least one, no two of them equal; the record keeps the list, which must not change afterwards.</param>
    /// <param name="tags">The tags of each; kept too.</param>
    public static Record OfSet(HlcTimestamp at, IReadOnlyList<Value> elements, IReadOnlyList<IReadOnlyList<ElementTag>> tags)
    {
        Debug.Assert(elements.Count > 0 && elements.Count == tags.Count && tags.All(of => of.Count > 0), "A set has elements, and each has a tag.");
        return new(new RootRegister(at, RootKind.Value, new ListValue(elements)), MapType.OrMap, tags);
    }

    /// <summary>Makes the record of a counter.</summary>
    /// <param name="at">The highest timestamp of an op that changed it.</param>
    /// <param name="sum">What it counts.</param>
    public static Record OfCounter(HlcTimestamp at, long sum) => new(new RootRegister(at, RootKind.Value, sum), MapType.PnCounter, []);

    /// <summary>Makes the record of a set or a counter that was removed.</summary>
    /// <param name="type">Of which type its map is.</param>
    /// <param name="at">The highest timestamp of an op that changed it.</param>
    public static Record Removed(MapType type, HlcTimestamp at) => new(new RootRegister(at, RootKind.Removed), type, []);

    /// <summary>Merges two states of one record of an LwwMap: last-write-wins for each register, below what either has cleared nothing survives.</summary>
    /// <remarks>Commutative, associative and idempotent (INV-LWW-1). An expiry is not merged: what comes out has none.</remarks>
    public Record Merge(Record other)
    {
        var cleared = HlcTimestamp.Max(Cleared, other.Cleared);
        var root = Root.IsSupersededBy(other.Root) ? other.Root : Root;
        // A new record, mostly: its registers can be shared as they are, none of them is below its own clearing.
        if (Registers.Count == 0 && cleared == other.Cleared) return new Record(root, cleared, other._registers);

        var registers = new Dictionary<string, Register>(Registers.Count + other.Registers.Count, StringComparer.Ordinal);
        foreach (var (field, ours) in Registers)
            if (ours.At >= cleared) registers[field] = ours;

        foreach (var (field, theirs) in other.Registers)
        {
            // At the very timestamp of the clearing stand only the fields of the REPLACE that cleared.
            if (theirs.At < cleared) continue;
            // An absent field merges like the oldest possible write: one rule covers insert, update and erasure.
            if (registers.GetValueOrDefault(field).IsSupersededBy(theirs)) registers[field] = theirs;
        }

        return new Record(root, cleared, registers);
    }

    /// <summary>The same record with another expiry.</summary>
    /// <param name="atMs">When, in milliseconds of server time; 0 for never.</param>
    public Record Expiring(long atMs) => atMs == ExpiresAtMs || !IsLive ? this : new Record(Root, Cleared, _registers, atMs);

    /// <summary>Whether its time is over, so that it counts as removed.</summary>
    public bool IsExpired(long nowMs) => ExpiresAtMs > 0 && ExpiresAtMs <= nowMs;

    /// <summary>The same record without what it remembers of erasures: erased registers, and how far it was cleared.</summary>
    public Record Pruned() => Cleared.IsDefault && !Registers.Values.Any(register => !register.IsLive)
        ? this
        : new Record(Root, default, Registers.Where(register => register.Value.IsLive).ToDictionary(StringComparer.Ordinal), ExpiresAtMs);

    /// <inheritdoc/>
    public bool Equals(Record? other)
        => ReferenceEquals(this, other)
            || (other is not null && Type == other.Type && Root == other.Root && Tags.Count == other.Tags.Count && Tags.Zip(other.Tags).All(pair => pair.First.SequenceEqual(pair.Second)) && Cleared == other.Cleared && ExpiresAtMs == other.ExpiresAtMs && Registers.Count == other.Registers.Count
                && Registers.All(pair => other.Registers.TryGetValue(pair.Key, out var theirs) && pair.Value == theirs));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Record);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Root, Cleared, Registers.Count);

    private ObjectValue LiveFields()
    {
        var fields = new Dictionary<string, Value>(Registers.Count, StringComparer.Ordinal);
        foreach (var (field, register) in Registers)
            if (register.Value is { } value) fields[field] = value;
        return new ObjectValue(fields);
    }
}
