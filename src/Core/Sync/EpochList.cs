namespace TopGun.Core.Sync;

/// <summary>The history of a partition as a list of epochs; it says of a cursor whether it lies on it.</summary>
/// <remarks>Only epochs that committed a version stand in it. Not safe for several threads at once.</remarks>
public sealed class EpochList
{
    private readonly List<EpochStart> _starts;

    /// <summary>Restores a list.</summary>
    /// <param name="starts">The epochs, in the order of their first versions.</param>
    public EpochList(IEnumerable<EpochStart> starts) => _starts = [.. starts];

    /// <summary>The epochs, in the order of their first versions.</summary>
    public IReadOnlyList<EpochStart> Starts => _starts;

    /// <summary>Notes that an epoch commits, starting with a version. Does nothing when it is the running one.</summary>
    public void Begin(EpochStart start)
    {
        if (_starts.Count > 0 && _starts[^1].Epoch == start.Epoch) return;
        _starts.Add(start);
    }

    /// <summary>The cursor of a version: the version with the epoch that committed it.</summary>
    public Cursor At(long version)
    {
        for (var i = _starts.Count - 1; i >= 0; i--)
            if (_starts[i].FirstVersion <= version) return new Cursor(_starts[i].Epoch, version);
        return version == 0 ? Cursor.Start : new Cursor(0, version);
    }

    /// <summary>The last version of an epoch; 0 for one that this history never had.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <param name="head">The last version of the history, where that is known.</param>
    public long EndOf(ulong epoch, long head = long.MaxValue)
    {
        var at = IndexOf(epoch);
        if (at < 0) return 0;
        return at + 1 < _starts.Count ? _starts[at + 1].FirstVersion - 1 : head;
    }

    /// <summary>Whether a cursor lies on this history.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="head">The last version of the history, where that is known.</param>
    public bool Contains(Cursor cursor, long head = long.MaxValue)
        => cursor.Version == 0 || (IndexOf(cursor.Epoch) is >= 0 and var at && _starts[at].FirstVersion <= cursor.Version && cursor.Version <= EndOf(cursor.Epoch, head));

    private int IndexOf(ulong epoch) => _starts.FindLastIndex(start => start.Epoch == epoch);
}
