using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>A subscription to a window: the first rows of a map in the order of a query, whatever becomes of them (INV-QRY-4).</summary>
/// <remarks>
/// It knows which rows the client holds, and in which versions, and sends what makes the window of them. While that takes several pages the cursor stays
/// where it is, and each of them is made from the state of its time: so nothing has to be kept for a client that does not read.
/// </remarks>
internal sealed class WindowFollow : PartFollow
{
    private readonly WindowRows _rows;
    private readonly Dictionary<string, long> _sent = new(StringComparer.Ordinal);

    // Rows that the client lacks and for which the last page had no room, in order.
    private List<string> _lacking = [];

    // Up to here the rows have all changes.
    private long _looked;
    private bool _isPresented;
    private bool _mustLookAnew;
    private bool _isMidway;

    /// <summary>Begins a subscription.</summary>
    /// <inheritdoc cref="PartFollow(Subscribe, PartQuery, IReadOnlyCollection{string}, IRecordCodec, Action)"/>
    /// <exception cref="SyncException">A row is presented twice (<see cref="ErrorCode.InvalidFrame"/>).</exception>
    public WindowFollow(Subscribe subscribe, PartQuery part, IReadOnlyCollection<string> features, IRecordCodec codec, Action wake)
        : base(subscribe, part, features, codec, wake)
    {
        _rows = new WindowRows(part);
        foreach (var (key, version) in subscribe.Window)
            if (!_sent.TryAdd(key, version)) throw new SyncException(ErrorCode.InvalidFrame, $"Key {key} stands twice among the rows of a window.");
        // With nothing known beyond the cursor it is no step: these rows were the window there.
        _isPresented = subscribe.From is { Version: > 0 } && subscribe.Seen.Count == 0 && _sent.Count > 0 && _sent.Count <= part.Query.Limit;
    }

    public override void Pull(CommittedPartition partition, int maxPageBytes, long toldVersion, PulledFrames frames)
    {
        // A removal that is forgotten is not among what changed.
        if (_mustLookAnew || (!IsFollowing && _looked > 0 && _looked < partition.HorizonOf(Map).Version)) LookAnew();
        var presented = _isPresented ? Presented(partition) : null;
        _isPresented = false;
        var isBehind = IsBehind(partition, toldVersion, Told);
        if (!IsFollowing)
        {
            var read = partition.ReadChanges(Map, _looked, maxPageBytes);
            _looked = read.To.Version;
            frames.Add(Unread(partition, maxPageBytes, [.. read.Records.Select(record => (record.Key, (ChangedRecord?)record))], read.To) with { Presented = presented, IsStep = read.More, IsBehind = isBehind });
            if (read.More) return;
            // What was noted meanwhile was looked at.
            Interest.Clear();
            IsFollowing = true;
            return;
        }

        var most = LiveBytes(maxPageBytes);
        var changed = ReadTouched(partition, most);
        if (changed.Count == 0 && !isBehind && !_isMidway) return;
        var head = partition.CursorAt(partition.Head);
        _looked = head.Version;
        frames.Add(Unread(partition, most, changed, head) with { IsBehind = isBehind });
    }

    /// <summary>Finds out what makes the window of the rows that the client holds. Takes no lock: decoding is the expensive part.</summary>
    public IReadOnlyList<ServerFrame> Read(UnreadWindow unread)
    {
        if (unread.Presented is { } presented)
        {
            foreach (var record in presented) Set(record.Key, record);
            _mustLookAnew = _rows.Count < presented.Count;
            if (_mustLookAnew) return [];
            // Fewer than the limit were all that there were; else who stands behind the last of them is not known.
            if (_sent.Count == Part.Query.Limit) _rows.EndHere();
        }

        foreach (var (key, record) in unread.Changed)
        {
            Set(key, record);
            if (_rows.Bytes > WindowRows.MostBytesMidway) return [TooLong()];
        }

        if (unread.IsStep) return [];
        _mustLookAnew = _rows.IsShort;
        if (_mustLookAnew) return [];
        if (_rows.Bytes > WindowRows.MaxBytes) return [TooLong()];
        return Difference(unread) is { } page ? page.More || unread.CaughtUp is null ? [page] : [page, unread.CaughtUp] : [];
    }

    // And what it holds is let go at once: nobody pulls it any more.
    private SubscriptionEnded TooLong()
    {
        var error = new SyncError(ErrorCode.LimitExceeded, FormattableString.Invariant($"The keys and sort values of this window's rows have {_rows.Bytes:N0} bytes; at most {WindowRows.MaxBytes:N0} are accepted. Sort by shorter fields, or ask for fewer rows."));
        IsOver = true;
        _rows.Restart();
        return new SubscriptionEnded(Subscription, error);
    }

    protected override void Miss()
    {
        // The rows are as they were at what was looked at last, and what changed since is looked through.
    }

    protected override void Restart()
    {
        _sent.Clear();
        _isPresented = false;
    }

    private void LookAnew()
    {
        _rows.Restart();
        (_looked, IsFollowing, _mustLookAnew) = (0, false, false);
    }

    // What the client has presented and has not changed since; then only what changed since its cursor is looked through. Null where that does not
    // lead to the window.
    private List<ChangedRecord>? Presented(CommittedPartition partition)
    {
        List<ChangedRecord> same = [];
        foreach (var (key, version) in _sent)
        {
            if (partition.Read(Map, key) is not { } record) return null;
            if (record.Version == version) same.Add(record);
            else if (record.Version <= Told.Version) return null;
        }

        if (same.Count == 0) return null;
        _looked = Told.Version;
        return same;
    }

    private List<(string Key, ChangedRecord? Record)> ReadTouched(CommittedPartition partition, int maxBytes)
    {
        List<(string Key, ChangedRecord? Record)> read = [.. Interest.Touched.Select(key => (key, partition.Read(Map, key)))];
        var bytes = 0;
        foreach (var key in _lacking)
        {
            if (bytes >= maxBytes) break;
            if (Interest.IsTouched(key)) continue;
            var record = partition.Read(Map, key);
            read.Add((key, record));
            bytes += record?.Bytes.Length ?? 0;
        }

        Interest.Clear();
        return read;
    }

    private UnreadWindow Unread(CommittedPartition partition, int maxBytes, IReadOnlyList<(string Key, ChangedRecord? Record)> changed, Cursor head)
        => new(this, changed, head, maxBytes) { CaughtUp = IsCaughtUp ? null : CaughtUpAt(partition, head) };

    private void Set(string key, ChangedRecord? record) => _rows.Set(key, record?.Version ?? 0, Decode(record)?.ToValue());

    // Null when the client need not be told anything, or lacks rows that are still to be read.
    private ChangePage? Difference(UnreadWindow unread)
    {
        const int PerRecord = 16;
        var bytes = 0;
        (string Key, long Version)[] window = [.. _rows.Top];
        var keys = window.Select(row => row.Key).ToHashSet(StringComparer.Ordinal);
        List<string> gone = [];
        foreach (var key in _sent.Keys.Where(key => !keys.Contains(key)).ToArray())
        {
            if (bytes >= unread.MaxBytes) break;
            gone.Add(key);
            _sent.Remove(key);
            bytes += PerRecord + key.Length;
        }

        // Only then, so that the client never holds more than a window has. Now all that it does hold is in the window, or the page is full.
        var known = unread.Changed.ToLookup(changed => changed.Key, changed => changed.Record, StringComparer.Ordinal);
        List<ChangedRecord> records = [];
        _lacking = [];
        foreach (var (key, version) in window)
        {
            if (_sent.GetValueOrDefault(key) == version) continue;
            if (bytes < unread.MaxBytes && known[key].LastOrDefault() is { } record && record.Version == version)
            {
                records.Add(Cut(record, Decode(record)!));
                _sent[key] = version;
                bytes += PerRecord + key.Length + record.Bytes.Length;
            }
            else
            {
                _lacking.Add(key);
            }
        }

        var more = _isMidway = _lacking.Count > 0 || _sent.Count > window.Length;
        if (gone.Count == 0 && records.Count == 0 && (more || (IsCaughtUp && !unread.IsBehind))) return null;
        var page = new ChangePage(Subscription, Told, more ? Told : unread.Head, more, records) { Gone = gone, Head = more ? unread.Head : null, IsCatchUp = !IsCaughtUp };
        if (more) return page;
        Told = unread.Head;
        Followed.Reach(unread.Head);
        (IsCaughtUp, WantsProgress) = (true, false);
        return page;
    }
}
