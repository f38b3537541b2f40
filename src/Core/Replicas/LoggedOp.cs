using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>An op as it stands in a replica's op log.</summary>
public sealed record LoggedOp
{
    /// <summary>Its place in the log: ops are sent and replayed in this order.</summary>
    public required long Position { get; init; }

    /// <summary>The map.</summary>
    public required string Map { get; init; }

    /// <summary>Who numbered it.</summary>
    public required WriterId Writer { get; init; }

    /// <summary>Its number among the writer's ops on the map.</summary>
    public required long Number { get; init; }

    /// <summary>Its id: random, drawn when it was logged.</summary>
    public required ulong OpId { get; init; }

    /// <summary>What it does: one write, or those of an atomic group, each of another key.</summary>
    public required IReadOnlyList<OpWrite> Writes { get; init; }

    /// <summary>What the device's clocks said when it was made.</summary>
    public required ClockReading Made { get; init; }

    /// <summary>The newest timestamp of the records that it was made on.</summary>
    public required HlcTimestamp MadeOn { get; init; }

    /// <summary>Its timestamp: until it is first sent what it would be if it were sent now, then fixed, or the server's if that stamped it.</summary>
    public required HlcTimestamp At { get; init; }

    /// <summary>When it was first sent, in milliseconds of server time; 0 while it never was, and its timestamp is provisional.</summary>
    public long FirstSentMs { get; init; }

    /// <summary>Whether the client gave it up: it travels as a void op and is not shown any more.</summary>
    public bool IsGivenUp { get; init; }

    /// <summary>
    /// Where its effect lies, once it is settled; null while it has no result. Of one that was settled in a history which the server has lost since, the epoch is 0, which no epoch is.
    /// </summary>
    public Cursor? SettledAt { get; init; }

    /// <summary>Whether it has its result. It stays in the log until the confirmed state shows its effect.</summary>
    public bool IsSettled => SettledAt is not null;

    /// <summary>Whether it was settled in a history that the server has lost since.</summary>
    internal bool IsOfLostHistory => SettledAt is { Epoch: 0, Version: not 0 };

    /// <summary>The settled op, of which it is known that its history is lost.</summary>
    internal LoggedOp Lost() => this with { SettledAt = SettledAt!.Value with { Epoch = 0 } };

    /// <summary>Whether it has several writes, which count together or not at all.</summary>
    public bool IsGroup => Writes.Count > 1;

    /// <summary>What it takes at most when it travels, in bytes.</summary>
    internal long BytesBound => Writes.Sum(part => WriteSize.Bound(part.Write));

    /// <summary>The tag of the first element that it adds to a set.</summary>
    public ElementTag FirstTag => new(Writer.ClockName, Number, 0);

    /// <summary>The keys that it writes.</summary>
    public IEnumerable<string> Keys => Writes.Select(write => write.Write.Key);

    /// <summary>The ops that it builds on.</summary>
    public IEnumerable<OpReference> Afters => Writes.Select(write => write.After).OfType<OpReference>();

    /// <summary>What it does to a key that it writes.</summary>
    public Write On(string key)
    {
        foreach (var (write, _) in Writes)
            if (write.Key == key) return write;
        throw new ArgumentException($"Op {Number} does not write key {key}.", nameof(key));
    }

    /// <summary>The op, with other names for the ops that it builds on.</summary>
    /// <param name="name">Gives the new name of one, or null for one that it shall name no more.</param>
    public LoggedOp Naming(Func<OpReference, OpReference?> name)
        => this with { Writes = [.. Writes.Select(write => write with { After = write.After is { } after ? name(after) : null })] };

    /// <summary>The op, where others have other names now: what it does to elements that those added follows them.</summary>
    /// <param name="renamed">The first tags of ops that were renamed, and what they are now.</param>
    public LoggedOp Retagged(IReadOnlyDictionary<ElementTag, ElementTag> renamed)
    {
        if (renamed.Count == 0 || !Writes.Any(part => part.Write.Type == MapType.OrMap)) return this;
        ElementTag NameOf(ElementTag tag) => renamed.TryGetValue(tag with { Index = 0 }, out var now) ? now with { Index = tag.Index } : tag;
        Write Named(Write write) => write switch
        {
            AddElementsWrite add => add.Naming(NameOf),
            RemoveElementsWrite remove => remove.Naming(NameOf),
            _ => write,
        };
        return this with { Writes = [.. Writes.Select(part => part with { Write = Named(part.Write) })] };
    }
}
