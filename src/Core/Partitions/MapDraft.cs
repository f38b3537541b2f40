using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>What ops did to one map on top of what is committed.</summary>
internal sealed class MapDraft(string name, CommittedMap committed, MapDraft? below)
{
    private readonly Dictionary<string, DraftRecord> _tried = new(StringComparer.Ordinal);
    private MapDraft? _below = below;

    public string Name { get; } = name;

    public CommittedMap Committed { get; } = committed;

    public Dictionary<string, DraftRecord> Records { get; } = new(StringComparer.Ordinal);

    public Dictionary<WriterId, WriterDraft> Writers { get; } = [];

    /// <summary>The rules that writes are judged by from here on.</summary>
    public MapRules Rules { get; private set; } = below?.Rules ?? committed.Rules;

    /// <summary>What became of registered resolvers, step by step.</summary>
    public List<RegistrationChange> Registrations { get; } = [];

    /// <summary>What became of keyed writes.</summary>
    public Dictionary<(string Subject, string Key), KeyedOutcome> Keyed { get; } = [];

    /// <summary>What its keys hold from here on; <see cref="MapType.None"/> while nothing was changed.</summary>
    public MapType Type { get; private set; } = below?.Type ?? committed.Type;

    /// <summary>Whether it got its type here.</summary>
    public bool IsTyped { get; private set; }

    /// <summary>How far tombstones are collected from here on.</summary>
    public MapHorizon Horizon { get; private set; } = below?.Horizon ?? committed.Horizon;

    /// <summary>The keys of removed records that are forgotten.</summary>
    public HashSet<string> Forgotten { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it has moved the horizon.</summary>
    public bool HasCollected { get; private set; }

    public long LastVersion { get; private set; } = below?.LastVersion ?? committed.LastVersion;

    /// <summary>What lay below is committed. Drafts that are built on each other without a pause would otherwise keep each other for ever.</summary>
    public void Ground() => _below = null;

    /// <summary>Changes a registration.</summary>
    /// <param name="change">The change.</param>
    /// <param name="made">For a definition: the resolver made of it.</param>
    public void Change(RegistrationChange change, IResolver? made = null)
    {
        Rules = Rules.With(change, made);
        Registrations.Add(change);
    }

    public DraftRecord Find(string key, IRecordCodec codec)
    {
        if (_tried.TryGetValue(key, out var draft) || Records.TryGetValue(key, out draft) || (_below is not null && _below.Records.TryGetValue(key, out draft))) return draft;
        return !IsForgotten(key) && Committed.Find(key) is { } stored
            ? new DraftRecord(codec.Decode(stored.Bytes), stored.Version, stored.Bytes.Length, stored.Owner)
            : new DraftRecord(Record.Never, 0, 0, null);
    }

    /// <summary>Forgets removals, the oldest first (INV-TOM-1).</summary>
    /// <param name="mark">What was committed by then may be forgotten.</param>
    /// <param name="most">Looks at about so many records.</param>
    /// <param name="codec">Reads records.</param>
    /// <returns>Whether more is left.</returns>
    public bool Collect(TimeMark mark, int most, IRecordCodec codec)
    {
        var last = Horizon.Version;
        foreach (var record in Committed.After(Horizon.Version))
        {
            if (record.Version > mark.Version) return false;
            // Never between the records of one version: a cursor has seen all of it or nothing.
            if (most-- <= 0 && record.Version > last) return true;
            last = record.Version;
            Horizon = new MapHorizon(last, HlcTimestamp.Max(Horizon.At, mark.Clock));
            HasCollected = true;
            if (!IsWrittenSince(record.Key) && !record.IsLive(codec)) Forgotten.Add(record.Key);
        }

        return false;
    }

    /// <summary>Forgets writers that were not heard of for long.</summary>
    /// <param name="sinceMs">Those that were heard of since are kept, in milliseconds of server time.</param>
    /// <param name="most">At most so many.</param>
    /// <returns>Whether more are left.</returns>
    public bool ForgetWriters(long sinceMs, int most)
    {
        foreach (var writer in Committed.Unseen(sinceMs))
        {
            // It is just being heard of; or forgotten.
            if (Writers.ContainsKey(writer) || _below?.Writers.ContainsKey(writer) == true) continue;
            if (most-- == 0) return true;
            Writers[writer] = WriterDraft.Forgetting(Name, writer);
        }

        return false;
    }

    /// <summary>What became of the latest write under a key; null when only the store may know.</summary>
    public KeyedOutcome? FindKeyed(string subject, string key)
        => Keyed.GetValueOrDefault((subject, key)) ?? _below?.Keyed.GetValueOrDefault((subject, key)) ?? Committed.Keys.Find(subject, key);

    private bool IsWrittenSince(string key) => Records.ContainsKey(key) || _below?.Records.ContainsKey(key) == true;

    private bool IsForgotten(string key) => Forgotten.Contains(key) || _below?.Forgotten.Contains(key) == true;

    /// <summary>When a key expires, in milliseconds of server time; 0 for never.</summary>
    public long ExpiryOf(string key)
        => Records.TryGetValue(key, out var draft) || (_below is not null && _below.Records.TryGetValue(key, out draft))
            ? draft.Record.ExpiresAtMs
            : Committed.Expiring.Find(key);

    /// <summary>Removes a record whose time is over, at a version of its own (INV-TTL-2).</summary>
    /// <returns>Whether its time was over.</returns>
    public bool Expire(string key, long nowMs, IRecordCodec codec, HybridLogicalClock clock, Overlay overlay)
    {
        if (ExpiryOf(key) is var atMs && (atMs == 0 || atMs > nowMs)) return false;
        var draft = Find(key, codec);
        var at = clock.Admit(RecordExpiry.RemovedAt(draft.Record, clock.NodeId), nowMs);
        Try(key, draft with { Record = RecordExpiry.Remove(draft.Record, at), Owner = null });
        Keep(overlay);
        return true;
    }

    /// <summary>From here on <see cref="Find"/> sees what a write makes of its record, until the whole op is kept or dropped.</summary>
    public void Try(string key, DraftRecord draft) => _tried[key] = draft;

    /// <summary>Takes over what the writes of an op made of their records, as one version.</summary>
    public void Keep(Overlay overlay)
    {
        if (_tried.Count == 0) return;
        LastVersion = ++overlay.Head;
        foreach (var (key, draft) in _tried)
        {
            if (Type == MapType.None) (Type, IsTyped) = (draft.Record.Type, true);
            overlay.SizeBound += draft.SizeBound - Records.GetValueOrDefault(key).SizeBound;
            Records[key] = draft with { Version = LastVersion };
        }

        _tried.Clear();
    }

    /// <summary>Forgets what the writes of an op made of their records: it did not come into effect.</summary>
    public void Drop() => _tried.Clear();

    /// <summary>The writer's row as it will be, ready to be changed.</summary>
    public WriterDraft Open(WriterId writer)
    {
        if (Own(writer) is { } draft) return draft;
        draft = _below is not null && _below.Writers.TryGetValue(writer, out var lower)
            ? WriterDraft.Over(Name, lower)
            : WriterDraft.Over(Name, writer, Committed.Find(writer));
        return Writers[writer] = draft;
    }

    /// <summary>Whether anything is known of a writer.</summary>
    public bool Knows(WriterId writer)
    {
        if (Own(writer) is { IsChanged: true }) return true;
        return _below?.Writers.GetValueOrDefault(writer) is { IsChanged: true } lower ? !lower.IsForgotten : Committed.Find(writer) is not null;
    }

    /// <summary>The last number that a writer used; 0 when nothing is known of it.</summary>
    public long LastOf(WriterId writer) => (Own(writer) ?? _below?.Writers.GetValueOrDefault(writer))?.Last ?? Committed.Find(writer)?.Last ?? 0;

    /// <summary>The recorded result of an op, or null when it has none any more.</summary>
    public OpResult? FindResult(WriterId writer, long number)
    {
        // What has just been confirmed still stands in the committed row, but will be gone when this is published.
        var upper = Own(writer);
        var lower = _below?.Writers.GetValueOrDefault(writer);
        return number <= (upper ?? lower)?.SettledThrough ? null : upper?.Find(number) ?? lower?.Find(number) ?? Committed.Find(writer)?.Find(number);
    }

    // One that comes again before it is forgotten for good is remembered.
    private WriterDraft? Own(WriterId writer) => Writers.GetValueOrDefault(writer) is { IsForgotten: false } draft ? draft : null;
}
