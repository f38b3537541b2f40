using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>The last cursor of a view in each epoch that it came through before the one that it is in; of the newest epochs.</summary>
/// <remarks>
/// A server that was restored may never have had the epoch of a view's cursor. What the view holds is surely of that server's history up to the newest of these that the server knows.
/// It never changes.
/// </remarks>
public sealed class CursorTrail : IEquatable<CursorTrail>
{
    /// <summary>So many are kept at most.</summary>
    public const int Most = 16;

    private readonly Cursor[] _cursors;

    /// <summary>A trail as it was stored.</summary>
    /// <param name="cursors">The cursors, in the order of their versions.</param>
    public CursorTrail(IEnumerable<Cursor> cursors) => _cursors = [.. cursors];

    /// <summary>That of a view that has seen one epoch at most.</summary>
    public static CursorTrail Empty { get; } = new([]);

    /// <summary>The cursors, in the order of their versions, each of another epoch.</summary>
    public IReadOnlyList<Cursor> Cursors => _cursors;

    /// <summary>The newest of them; <see cref="Cursor.Start"/> when there is none.</summary>
    public Cursor Last => _cursors.Length == 0 ? Cursor.Start : _cursors[^1];

    /// <summary>The trail when the view goes on from a cursor, in another epoch or with nothing.</summary>
    public CursorTrail With(Cursor left)
    {
        if (left.Version <= Last.Version) return this;
        return new CursorTrail(_cursors.Where(cursor => cursor.Epoch != left.Epoch).Append(left).TakeLast(Most));
    }

    /// <summary>Where a view's history and a server's parted, as far as the trail tells; <see cref="Cursor.Start"/> where none of its epochs is the server's.</summary>
    public Cursor ForkFrom(EpochList history)
    {
        foreach (var cursor in _cursors.Reverse())
            if (history.EndOf(cursor.Epoch) is > 0 and var end) return cursor with { Version = Math.Min(cursor.Version, end) };
        return Cursor.Start;
    }

    /// <summary>The trail of a view that goes on from where two histories parted.</summary>
    public CursorTrail UpTo(Cursor fork) => new CursorTrail(_cursors.Where(cursor => cursor.Version < fork.Version)).With(fork);

    /// <inheritdoc/>
    public bool Equals(CursorTrail? other) => other is not null && _cursors.AsSpan().SequenceEqual(other._cursors);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as CursorTrail);

    /// <inheritdoc/>
    public override int GetHashCode() => _cursors.Length == 0 ? 0 : _cursors[^1].GetHashCode();

    /// <summary>The cursors, for people.</summary>
    public override string ToString() => string.Join(", ", _cursors);
}
