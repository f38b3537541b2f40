using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

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

    /// <summary>Whether a cursor lies on this history, which ends at <paramref name="head"/>.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="head">The partition's version.</param>
    /// <param name="fork">Where it does not: up to this version the histories are surely the same.</param>
    public bool Contains(Cursor cursor, long head, out long fork)
    {
        fork = 0;
        if (cursor.Version == 0) return true;

        for (var i = 0; i < _starts.Count; i++)
        {
            if (_starts[i].Epoch != cursor.Epoch) continue;
            var last = i + 1 < _starts.Count ? _starts[i + 1].FirstVersion - 1 : head;
            fork = last;
            return cursor.Version >= _starts[i].FirstVersion && cursor.Version <= last;
        }

        // An epoch that this history never had: it says nothing of where the two parted.
        return false;
    }
}
