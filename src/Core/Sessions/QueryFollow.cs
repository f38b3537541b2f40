using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>A subscription to a part of a map: its rows as they become, and the keys that are none any more (INV-QRY-1).</summary>
/// <remarks>
/// It looks through what changed since a cursor until it has reached the head; from there on the map notes the keys that concern it, and it
/// looks at nothing else. Which of what it looked at are rows is found out after the partition's lock was let go.
/// </remarks>
internal sealed class QueryFollow : MapFollow
{
    private readonly string _map;
    private readonly PartQuery _part;
    private readonly QueryInterest _interest;
    private readonly IReadOnlyCollection<string> _features;
    private readonly IRecordCodec _codec;
    private readonly FollowedCursor _followed;
    private Cursor _told;
    private bool _hasBegun;
    private bool _isCaughtUp;
    private bool _isFollowing;
    private bool _mayHoldAny;
    private bool _wantsProgress;

    /// <summary>Begins a subscription.</summary>
    /// <param name="map">The map.</param>
    /// <param name="subscription">The id of the subscription.</param>
    /// <param name="from">What the client has seen.</param>
    /// <param name="seen">The newest of what it knows beyond that; null for nothing.</param>
    /// <param name="part">The part.</param>
    /// <param name="holdsNone">Whether the client holds no row of it.</param>
    /// <param name="features">The features that the client has named.</param>
    /// <param name="codec">Reads and writes records.</param>
    /// <param name="wake">Called when there is something to pull.</param>
    public QueryFollow(string map, int subscription, Cursor from, Cursor? seen, PartQuery part, bool holdsNone, IReadOnlyCollection<string> features, IRecordCodec codec, Action wake)
        : base(subscription)
    {
        _map = map;
        _part = part;
        _features = features;
        _codec = codec;
        _told = from;
        _followed = new FollowedCursor(map, from, seen);
        _interest = new QueryInterest(part, wake);
        _mayHoldAny = from != Cursor.Start && !holdsNone;
    }

    public override void Ask(DigestRequest request)
        => throw new SyncException(ErrorCode.InvalidFrame, $"A digest request came for subscription {request.SubscriptionId}, which has a query; digests are of whole maps.");

    /// <summary>The client is to learn how far it has come, also where nothing concerned it: what changed until then need not be looked through again.</summary>
    public void WantProgress() => _wantsProgress = true;

    public override void CheckBranch(Partition partition, PulledFrames frames)
    {
        if (partition.Attach(_map, _interest) || _interest.IsOverflown)
        {
            // What changed before is not noted, or not all of it. And what became of that which the client has got here, is not known.
            _mayHoldAny |= _hasBegun;
            _isFollowing = false;
            _interest.Clear();
            _hasBegun = true;
        }

        if (_isFollowing) return;
        var reason = _followed.Check(partition, out var fork);
        if (reason != ResetReason.None) Restart(reason, fork, frames);
    }

    public override void Pull(Partition partition, int maxPageBytes, long toldVersion, PulledFrames frames)
    {
        if (_isFollowing) PullTouched(partition, LiveBytes(maxPageBytes), toldVersion, frames);
        else PullChanges(partition, maxPageBytes, frames);
    }

    public override void End(Partition partition) => Partition.Detach(_interest);

    /// <summary>Finds out what of a page are rows. Takes no lock: decoding is the expensive part.</summary>
    /// <returns>The page; null when there is nothing in it that the client would have to know now.</returns>
    public ChangePage? Read(UnreadPage page)
    {
        var records = new List<ChangedRecord>();
        var gone = new List<string>();
        foreach (var (key, changed, mayBeHeld) in page.Changed)
        {
            var record = changed is { } found ? _codec.Decode(found.Bytes.Span) : null;
            if (record?.ToValue() is { } value && _part.Matches(key, value)) records.Add(Cut(changed!.Value, record));
            else if (mayBeHeld) gone.Add(key);
        }

        if (page.More && records.Count == 0 && gone.Count == 0) return null;
        var from = _told;
        _told = page.To;
        return new ChangePage(Subscription, from, page.To, page.More, records) { Gone = gone, Head = page.More ? page.Head : null, IsCatchUp = page.IsCatchUp };
    }

    // The client keeps its rows until all has come anew, and drops then what did not come.
    private void Restart(ResetReason reason, long fork, PulledFrames frames)
    {
        (_isCaughtUp, _mayHoldAny, _told) = (false, false, Cursor.Start);
        frames.Add(new Reset(Subscription, reason, fork));
    }

    private ChangedRecord Cut(ChangedRecord changed, Record record)
        => _part.Cut(record) is var cut && ReferenceEquals(cut, record) ? changed : changed with { Bytes = _codec.Encode(cut) };

    private void PullChanges(Partition partition, int maxPageBytes, PulledFrames frames)
    {
        var read = partition.ReadChanges(_map, _followed.At.Version, maxPageBytes);
        _followed.Reach(read.To);
        frames.Add(new UnreadPage(this, [.. read.Records.Select(record => (record.Key, (ChangedRecord?)record, _mayHoldAny || _interest.IsTouched(record.Key)))], read.To, read.More, partition.CursorAt(partition.Head)) { IsCatchUp = true });
        if (read.More) return;

        // All that was noted meanwhile changed after the cursor at which this began, so it was looked at.
        _interest.Clear();
        (_isFollowing, _mayHoldAny) = (true, false);
        if (_isCaughtUp) return;
        _isCaughtUp = true;
        frames.Add(new CaughtUp(Subscription, read.To, null, TypeToTell(partition, _map, _features)));
    }

    // In the order of their versions, so that the cursor of each page says what it says everywhere: all up to there is known.
    private void PullTouched(Partition partition, int maxPageBytes, long toldVersion, PulledFrames frames)
    {
        const int PerRecord = 16;
        List<(string Key, ChangedRecord? Record)> touched = [.. _interest.Touched.Select(key => (key, partition.Read(_map, key)))];
        touched.Sort((left, right) => (left.Record?.Version ?? 0).CompareTo(right.Record?.Version ?? 0));
        List<(string, ChangedRecord?, bool)> changed = [];
        var (bytes, last) = (0, 0L);
        foreach (var (key, record) in touched)
        {
            var version = record?.Version ?? 0;
            if (bytes >= maxPageBytes && version != last) break;
            _interest.Take(key);
            changed.Add((key, record, true));
            bytes += PerRecord + key.Length + (record?.Bytes.Length ?? 0);
            last = version;
        }

        var isBehind = toldVersion > _told.Version || (_wantsProgress && _followed.At.Version < partition.LastVersionOf(_map));
        if (changed.Count == 0 && !isBehind) return;

        _wantsProgress = false;
        var more = changed.Count < touched.Count;
        // What was forgotten has no version, and comes first; it leads nowhere.
        if (!more || last > _followed.At.Version) _followed.Reach(partition.CursorAt(more ? last : partition.Head));
        frames.Add(new UnreadPage(this, changed, _followed.At, more, partition.CursorAt(partition.Head)));
    }
}
