using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>A subscription to the records of a map that meet a condition: as they become, and the keys that are none any more (INV-QRY-1).</summary>
internal sealed class QueryFollow : PartFollow
{
    private bool _hasBegun;
    private bool _mayHoldAny;

    /// <summary>Begins a subscription.</summary>
    /// <inheritdoc cref="PartFollow(Subscribe, PartQuery, IReadOnlyCollection{string}, IRecordCodec, Action)"/>
    public QueryFollow(Subscribe subscribe, PartQuery part, IReadOnlyCollection<string> features, IRecordCodec codec, Action wake)
        : base(subscribe, part, features, codec, wake)
        => _mayHoldAny = Told != Cursor.Start && !subscribe.HoldsNone;

    public override void Pull(CommittedPartition partition, int maxPageBytes, long toldVersion, PulledFrames frames)
    {
        if (IsFollowing) PullTouched(partition, LiveBytes(maxPageBytes), toldVersion, frames);
        else PullChanges(partition, maxPageBytes, frames);
    }

    /// <summary>Finds out what of a page are rows. Takes no lock: decoding is the expensive part.</summary>
    /// <returns>The page; null when there is nothing in it that the client would have to know now.</returns>
    public ChangePage? Read(UnreadPage page)
    {
        var records = new List<ChangedRecord>();
        var gone = new List<string>();
        foreach (var (key, changed, mayBeHeld) in page.Changed)
        {
            var record = Decode(changed);
            if (record?.ToValue() is { } value && Part.Matches(key, value)) records.Add(Cut(changed!.Value, record));
            else if (mayBeHeld) gone.Add(key);
        }

        if (page.More && records.Count == 0 && gone.Count == 0) return null;
        var from = Told;
        Told = page.To;
        return new ChangePage(Subscription, from, page.To, page.More, records) { Gone = gone, Head = page.More ? page.Head : null, IsCatchUp = page.IsCatchUp };
    }

    protected override void Miss()
    {
        // And what became of that which the client has got here, is not known.
        _mayHoldAny |= _hasBegun;
        _hasBegun = true;
    }

    protected override void Restart() => _mayHoldAny = false;

    private void PullChanges(CommittedPartition partition, int maxPageBytes, PulledFrames frames)
    {
        var read = partition.ReadChanges(Map, Followed.At.Version, maxPageBytes);
        Followed.Reach(read.To);
        frames.Add(new UnreadPage(this, [.. read.Records.Select(record => (record.Key, (ChangedRecord?)record, _mayHoldAny || Interest.IsTouched(record.Key)))], read.To, read.More, partition.CursorAt(partition.Head)) { IsCatchUp = true });
        if (read.More) return;

        // All that was noted meanwhile changed after the cursor at which this began, so it was looked at.
        Interest.Clear();
        (IsFollowing, _mayHoldAny) = (true, false);
        if (IsCaughtUp) return;
        IsCaughtUp = true;
        frames.Add(CaughtUpAt(partition, read.To));
    }

    // In the order of their versions, so that the cursor of each page says what it says everywhere: all up to there is known.
    private void PullTouched(CommittedPartition partition, int maxPageBytes, long toldVersion, PulledFrames frames)
    {
        const int PerRecord = 16;
        List<(string Key, ChangedRecord? Record)> touched = [.. Interest.Touched.Select(key => (key, partition.Read(Map, key)))];
        touched.Sort((left, right) => (left.Record?.Version ?? 0).CompareTo(right.Record?.Version ?? 0));
        List<(string, ChangedRecord?, bool)> changed = [];
        var (bytes, last) = (0, 0L);
        foreach (var (key, record) in touched)
        {
            var version = record?.Version ?? 0;
            if (bytes >= maxPageBytes && version != last) break;
            Interest.Take(key);
            changed.Add((key, record, true));
            bytes += PerRecord + key.Length + (record?.Bytes.Length ?? 0);
            last = version;
        }

        if (changed.Count == 0 && !IsBehind(partition, toldVersion, Followed.At)) return;

        WantsProgress = false;
        var more = changed.Count < touched.Count;
        // What was forgotten has no version, and comes first; it leads nowhere.
        if (!more || last > Followed.At.Version) Followed.Reach(partition.CursorAt(more ? last : partition.Head));
        frames.Add(new UnreadPage(this, changed, Followed.At, more, partition.CursorAt(partition.Head)));
    }
}
