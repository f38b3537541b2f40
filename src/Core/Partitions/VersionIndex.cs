namespace TopGun.Core.Partitions;

/// <summary>The records of a map in the order of the versions that changed them last.</summary>
/// <remarks>
/// Only ever appended to: a record that changes again leaves a stale entry behind, known by its version, and stale entries are
/// swept out when they outnumber the others. So a change costs 16 bytes and no search.
/// </remarks>
internal sealed class VersionIndex
{
    private const int SweepFloor = 64;

    private readonly List<(long Version, StoredRecord Record)> _entries = [];
    private int _stale;

    public void Add(StoredRecord record, bool wasIndexed)
    {
        _entries.Add((record.Version, record));
        if (wasIndexed) Outdate();
    }

    /// <summary>An entry is outdated, since its record has changed or was forgotten.</summary>
    public void Outdate()
    {
        if (++_stale <= Math.Max(SweepFloor, _entries.Count / 2)) return;
        _entries.RemoveAll(entry => entry.Version != entry.Record.Version);
        _stale = 0;
    }

    /// <summary>The records whose last change is above a version, in order.</summary>
    public IEnumerable<StoredRecord> After(long version)
    {
        for (var i = FirstAfter(version); i < _entries.Count; i++)
            if (_entries[i].Version == _entries[i].Record.Version) yield return _entries[i].Record;
    }

    /// <summary>The entries above a version, in order, stale ones too, which have no record: who is to look at so many at most counts them.</summary>
    public IEnumerable<(long Version, StoredRecord? Record)> Entries(long version)
    {
        for (var i = FirstAfter(version); i < _entries.Count; i++)
            yield return (_entries[i].Version, _entries[i].Version == _entries[i].Record.Version ? _entries[i].Record : null);
    }

    /// <summary>How many entries stand above a version, those among them that are stale too.</summary>
    public int CountAfter(long version) => _entries.Count - FirstAfter(version);

    private int FirstAfter(long version)
    {
        int low = 0, high = _entries.Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_entries[middle].Version <= version) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
