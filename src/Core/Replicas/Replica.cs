using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>A client's copy of its maps: the server's committed state, with its own unsettled ops replayed on top.</summary>
/// <remarks>
/// A pure state machine over an <see cref="IReplicaStore"/>: every step is stored before it shows, and a step is stored whole or
/// not at all. This is the application's side; a <see cref="ReplicaSession"/> is the server's.
/// Not safe for several threads at once.
/// </remarks>
public sealed class Replica
{
    private readonly ReplicaImage _image;

    /// <summary>Opens a replica. It draws a new writer, so numbers are never used twice, whatever happened to its store.</summary>
    /// <param name="store">Where it lives.</param>
    /// <param name="codec">Reads records.</param>
    /// <param name="random">A source of random numbers; two replicas must not share a sequence.</param>
    public Replica(IReplicaStore store, IRecordCodec codec, Func<ulong> random)
    {
        _image = new ReplicaImage(store, codec);
        Writers = new ReplicaWriters(_image.NodeId, random);
        Sync = new ReplicaSync(_image, Writers);
    }

    /// <summary>The replica's node id.</summary>
    public string NodeId => _image.NodeId;

    /// <summary>The user to whom it belongs; null until it has met its server.</summary>
    public string? Subject => _image.Subject;

    /// <summary>Who numbers new ops.</summary>
    public WriterId Writer => Writers.Current;

    /// <summary>What it checks writes against: what its server announced, or the defaults.</summary>
    public SyncLimits Limits => Sync.Limits;

    /// <summary>How many ops have no result yet.</summary>
    public int UnsettledCount => _image.Logs.Values.Sum(log => log.UnsettledCount);

    /// <summary>About how many bytes the ops without a result take: an upper bound.</summary>
    public long UnsettledBytes => _image.Logs.Values.Sum(log => log.UnsettledBytes);

    /// <summary>The inbox, oldest first.</summary>
    public IEnumerable<Rejection> Rejections => _image.Rejections.Values;

    /// <summary>What the application asks of the server's resolvers.</summary>
    public ReplicaResolvers Resolvers { get; } = new();

    internal ReplicaSync Sync { get; }

    private ReplicaWriters Writers { get; }

    /// <summary>From now on changes of a map's values are noted as events; that costs a read per changed key.</summary>
    public void Watch(string map) => _image.Watch(map);

    /// <summary>Changes of a map's values are no longer noted.</summary>
    public void Unwatch(string map) => _image.Unwatch(map);

    /// <summary>Hands over what happened since the last call.</summary>
    public ReplicaEvents TakeEvents() => _image.TakeEvents();

    /// <summary>The value of a key as this replica shows it; null when the key is absent.</summary>
    public Value? Get(string map, string key) => _image.Shown(map, key).ToValue();

    /// <summary>The server's committed value of a key, as far as it has come; null when the key is absent.</summary>
    public Value? GetConfirmed(string map, string key) => _image.Confirmed(map, key).ToValue();

    /// <summary>What the keys of a map hold: as the server has said, or as a write of this device says that waits; else <see cref="MapType.None"/>.</summary>
    public MapType TypeOf(string map)
    {
        if (MapOf(map).Type is not MapType.None and var said) return said;
        foreach (var part in _image.Parts.Of(map))
            if (part.Type != MapType.None) return part.Type;
        return _image.Log(map).Type;
    }

    /// <summary>Whether a key has ops without a result.</summary>
    public bool IsPending(string map, string key) => _image.Log(map).On(key).Any(op => !op.IsSettled);

    /// <summary>The keys that have ops without a result, in the byte order of their UTF-8: also those of which no view has anything that the ops could be shown on.</summary>
    public IReadOnlyList<string> PendingKeys(string map) => [.. _image.Log(map).Keys.Where(key => IsPending(map, key)).Order(Utf8Order.Comparer)];

    /// <summary>The op at a place in the log, under the writer and number that it has now; null when it has left the log.</summary>
    public LoggedOp? FindOp(string map, long position) => _image.Log(map).Find(position);

    /// <summary>How far the replica of a map has come.</summary>
    public MapReplica MapOf(string map) => _image.MapOf(map);

    /// <summary>A value that the server has said, with this replica's own ops replayed on top that it does not include.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; null when the key is absent.</param>
    /// <param name="version">The version of its record; of one that is absent, the highest there is.</param>
    public Value? Overlay(string map, string key, Value? value, long version)
    {
        // Below every other, so that each op that it does not include wins over it.
        var oldest = new HlcTimestamp(0, 1, "~");
        var record = value is null ? Record.Never : LwwMerge.Apply(Record.Never, value is ObjectValue whole ? new ReplaceWrite(key, WriteBase.Unknown, whole) : new ValueWrite(key, WriteBase.Unknown, value), oldest).Record;
        foreach (var op in _image.Log(map).On(key))
            if (!op.IsGivenUp && (op.SettledAt is not { } at || at.Version > version)) record = LwwMerge.Apply(record, op.On(key), op.At).Record;
        return record.ToValue();
    }

    /// <summary>The places in the op log of the ops on a key.</summary>
    public IReadOnlyList<long> PlacesOf(string map, string key) => [.. _image.Log(map).On(key).Select(op => op.Position)];

    /// <summary>Whether of a key that is there only some fields are held: it can be patched and removed, not set.</summary>
    public bool IsPartial(string map, string key) => _image.IsPartial(map, key);

    /// <summary>Whether a map is held as a whole; it is from the first page on.</summary>
    public bool HoldsWhole(string map) => _image.HoldsWhole(map);

    /// <summary>The parts of a map that are held, in the order in which they came to be.</summary>
    public IReadOnlyList<PartReplica> PartsOf(string map) => _image.Parts.Of(map);

    /// <summary>From now on a part of a map is held, also after restarts; nothing happens when it is.</summary>
    /// <exception cref="SyncException">The query is over a bound, or makes no part.</exception>
    public PartReplica Hold(string map, MapQuery query) => Sync.Parts.Hold(map, query, Limits);

    /// <summary>A part of a map is held no longer: what no other view holds is dropped. Op log and inbox stay.</summary>
    /// <returns>The part; null when it was not held.</returns>
    public PartReplica? Release(string map, MapQuery query) => Sync.Parts.Release(map, query);

    /// <summary>A map is held as a whole no longer: what no part holds is dropped. Op log and inbox stay.</summary>
    /// <returns>Whether it was.</returns>
    public bool ReleaseWhole(string map) => Sync.Wholes.Release(map);

    /// <summary>Reads live keys and values in the byte order of the keys' UTF-8, as this replica shows them.</summary>
    /// <param name="map">The map.</param>
    /// <param name="after">Begins after this key; null for the first.</param>
    /// <param name="most">Reads about so many; fewer are no sign of the end.</param>
    /// <param name="next">Where to go on, or null at the end.</param>
    /// <param name="judging">Leaves out what this query can't be asked about; null for nothing. See <see cref="CanJudge"/>.</param>
    public IReadOnlyList<KeyValuePair<string, Value>> Scan(string map, string? after, int most, out string? next, MapQuery? judging = null)
    {
        var held = _image.ScanHeld(map, after, most);
        next = held.Count == most ? held[^1].Key : null;
        var last = next;
        string[] logged = [.. _image.Log(map).Keys
            .Where(key => (after is null || Utf8Order.Compare(key, after) > 0) && (last is null || Utf8Order.Compare(key, last) <= 0))
            .Except(held.Select(entry => entry.Key))];
        IEnumerable<(string Key, ReplicaRecord? Whole)> all = held;
        if (logged.Length > 0) all = held.Concat(logged.Select(key => (Key: key, Whole: default(ReplicaRecord?)))).OrderBy(entry => entry.Key, Utf8Order.Comparer);
        var values = new List<KeyValuePair<string, Value>>(held.Count);
        foreach (var (key, whole) in all)
            if ((judging is null || _image.CanJudge(map, key, judging)) && _image.Shown(map, key, whole).ToValue() is { } value) values.Add(new(key, value));
        return values;
    }

    /// <summary>Whether all fields of a record are held that a query looks at, or would be if the record had them: else it can't be said whether it finds the record, nor where.</summary>
    public bool CanJudge(string map, string key, MapQuery query) => _image.CanJudge(map, key, query);

    /// <summary>Writes a value: on a live object the difference to it, else the whole; null removes.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    /// <param name="now">What the device's clocks say.</param>
    /// <param name="ttlMs">For how long the record is to live from its commit on, in milliseconds; null leaves that as it is.</param>
    /// <exception cref="SyncException">Something is over a limit, or the server takes no ttl; nothing was written.</exception>
    public LoggedOp Set(string map, string key, Value? value, ClockReading now, long? ttlMs = null) => Append(map, [Intend(map, key, value) with { TtlMs = ttlMs }], now, null);

    /// <summary>Writes some fields of an object and leaves the others.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="set">The fields written.</param>
    /// <param name="erase">The fields erased.</param>
    /// <param name="now">What the device's clocks say.</param>
    /// <param name="ttlMs">For how long the record is to live from its commit on, in milliseconds; null leaves that as it is.</param>
    /// <exception cref="SyncException">Something is over a limit, or the server takes no ttl; nothing was written.</exception>
    public LoggedOp Patch(string map, string key, IReadOnlyDictionary<string, Value> set, IReadOnlyList<string> erase, ClockReading now, long? ttlMs = null)
        => Append(map, [Intend(map, key, set, erase) with { TtlMs = ttlMs }], now, null);

    /// <summary>Writes a write, as one of the intents makes it of what is shown now.</summary>
    /// <exception cref="SyncException">Something is over a limit, or the server takes no such write; nothing was written.</exception>
    /// <exception cref="MapTypeException">The map is of another type; nothing was written.</exception>
    public LoggedOp Write(string map, Write write, ClockReading now) => Append(map, [write], now, null);

    /// <summary>Writes several keys, all of them or none: an atomic group.</summary>
    /// <param name="map">The map.</param>
    /// <param name="writes">The writes, each of another key, as <see cref="Intend(string, string, Value?)"/> makes them of what is shown now.</param>
    /// <param name="now">What the device's clocks say.</param>
    /// <exception cref="SyncException">Something is over a limit, two have one key, or the server takes no groups; nothing was written.</exception>
    public LoggedOp WriteAll(string map, IReadOnlyList<Write> writes, ClockReading now) => Append(map, writes, now, null);

    /// <summary>Writes the amended value of a rejected write and takes the rejection out of the inbox, in one step.</summary>
    /// <returns>The op, or null when the inbox has no such rejection any more.</returns>
    /// <exception cref="SyncException">Something is over a limit, or the rejection is of a group; nothing was written.</exception>
    /// <exception cref="MapTypeException">The map is of sets or counters, or the rejection is: what was meant is known as elements or a delta only. Nothing was written.</exception>
    public LoggedOp? Retry(long rejection, Value? amended, ClockReading now)
    {
        if (!_image.Rejections.TryGetValue(rejection, out var rejected)) return null;
        if (rejected.IsGroup)
            throw new SyncException(ErrorCode.InvalidFrame, $"Rejection {rejection} is of a group of {rejected.Writes.Count} writes; Retry writes one key, so use RetryAll.");
        // A server that was restored may know nothing of the map, and a value would make an LwwMap of it, for good.
        var type = TypeOf(rejected.Map) is not MapType.None and var known ? known : rejected.Write.Type;
        if (type != MapType.Lww && rejected.Code != RejectionCode.TypeMismatch) throw new MapTypeException(rejected.Map, type, MapType.Lww, CureOf(rejected, type));
        return Append(rejected.Map, [Intend(rejected.Map, rejected.Key, amended)], now, rejection);
    }

    /// <summary>Writes something in the place of a rejected write or group and takes the rejection out of the inbox, in one step.</summary>
    /// <param name="rejection">The id of the rejection.</param>
    /// <param name="writes">The writes, to the same map; see <see cref="WriteAll"/>.</param>
    /// <param name="now">What the device's clocks say.</param>
    /// <returns>The op, or null when the inbox has no such rejection any more.</returns>
    /// <exception cref="SyncException">As with <see cref="WriteAll"/>; nothing was written, and the rejection is still there.</exception>
    public LoggedOp? RetryAll(long rejection, IReadOnlyList<Write> writes, ClockReading now)
        => _image.Rejections.TryGetValue(rejection, out var rejected) ? Append(rejected.Map, writes, now, rejection) : null;

    /// <summary>Takes a rejection out of the inbox.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Discard(long rejection)
    {
        if (!_image.Rejections.ContainsKey(rejection)) return false;
        var step = new ReplicaStep(ChangeOrigin.Local);
        step.Change.DroppedRejections.Add(rejection);
        _image.Commit(step);
        return true;
    }

    /// <summary>Gives up an op that has no result yet. It is no longer shown, and stays in the log until the server has answered.</summary>
    /// <returns>Whether there was such an op.</returns>
    public bool GiveUp(string map, WriterId writer, long number)
    {
        if (_image.Log(map).FindUnsettled(writer, number) is not { } op) return false;
        var step = new ReplicaStep(ChangeOrigin.Rollback);
        step.Put(op with { IsGivenUp = true });
        _image.Commit(step);
        return true;
    }

    /// <summary>The write that makes a key have a value: on a live object the difference to it, else the whole; null removes. Nothing is written yet.</summary>
    /// <exception cref="PartialRecordException">Only some of its fields are held, so that the difference is not known.</exception>
    public Write Intend(string map, string key, Value? value)
    {
        var shown = _image.Shown(map, key);
        if (value is not null && _image.IsPartial(map, key)) throw new PartialRecordException(map, key);
        var @base = BaseOf(map, shown);
        return (value, shown.ToValue()) switch
        {
            (null, _) => new RemoveWrite(key, @base),
            (ObjectValue to, ObjectValue from) => PatchWrite.Difference(key, from, to),
            (ObjectValue to, not null) => new PatchWrite(key, @base, to.Fields, []),
            (ObjectValue to, null) => new ReplaceWrite(key, @base, to),
            _ => new ValueWrite(key, @base, value),
        };
    }

    /// <summary>The write of some fields of an object, which leaves the others. Nothing is written yet.</summary>
    public Write Intend(string map, string key, IReadOnlyDictionary<string, Value> set, IReadOnlyList<string> erase)
        => new PatchWrite(key, BaseOf(map, _image.Shown(map, key)), set, erase);

    /// <summary>The write that takes elements out of a set, as they are shown and waiting now. Nothing is written yet.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="elements">The elements, each once; null for all that are shown.</param>
    public Write IntendRemoval(string map, string key, IReadOnlyList<Value>? elements)
    {
        elements ??= Get(map, key) is ListValue shown ? shown.Items : [];
        var seen = SeenElements.In(_image.Confirmed(map, key), _image.Log(map).On(key), key);
        return new RemoveElementsWrite(key, [.. elements.Select(seen.Of)]);
    }

    /// <summary>The write that adds elements to a set, on top of what is shown now. Nothing is written yet.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="elements">The elements, each once.</param>
    public Write IntendAddition(string map, string key, IReadOnlyList<Value> elements)
    {
        var seen = SeenElements.In(_image.Shown(map, key));
        return new AddElementsWrite(key, [.. elements.Select(seen.Of)]);
    }

    /// <summary>The write that adds to a counter. Nothing is written yet.</summary>
    /// <exception cref="SyncException">What is shown and the delta make no number of 64 bits.</exception>
    public Write IntendCount(string map, string key, long delta)
    {
        var write = new CountWrite(key, delta);
        var shown = _image.Shown(map, key);
        if (shown.Type == MapType.PnCounter && CounterMerge.Apply(shown, write, shown.Root.At).Verdict == WriteVerdict.OutOfRange)
            throw new SyncException(ErrorCode.LimitExceeded, $"The counter is at {CounterMerge.SumOf(shown)}; with {delta} it would leave the range of 64 bits.");
        return write;
    }

    /// <summary>The write that removes a counter which says what is shown now. Nothing is written yet.</summary>
    public Write IntendCounterRemoval(string map, string key) => new RemoveCounterWrite(key, CounterMerge.SumOf(_image.Shown(map, key)));

    private WriteBase BaseOf(string map, Record shown)
        => shown.IsLive ? WriteBase.Live : MapOf(map).IsComplete ? WriteBase.Absent : WriteBase.Unknown;

    private LoggedOp Append(string map, IReadOnlyList<Write> writes, ClockReading now, long? retried)
    {
        var log = _image.Log(map);
        RequireType(map, writes);
        OpWrite[] parts = [.. writes.Select(write => new OpWrite(write, PriorOn(log, write.Key)))];
        WriteCheck.Check(map, parts, Limits);
        if (Sync.Server.WhyNot(parts) is { } unsupported) throw new SyncException(ErrorCode.VersionUnsupported, unsupported);

        var op = new LoggedOp
        {
            Position = _image.NextPosition(),
            Map = map,
            Writer = Writer,
            Number = log.Lane(Writer).LastNumber + 1,
            OpId = Writers.Random(),
            Writes = parts,
            Made = now,
            MadeOn = writes.Select(write => NewestOn(map, log, write.Key)).Max(),
            At = default,
        };
        op = op with { At = MapLog.TimestampOf(op, _image.Time.At(now), log.LastDated) };
        var step = new ReplicaStep(ChangeOrigin.Local);
        step.Put(op);
        if (retried is { } rejection) step.Change.DroppedRejections.Add(rejection);
        _image.Commit(step);
        return op;
    }

    // A replica of older versions knows it of its records only.
    private void RequireType(string map, IReadOnlyList<Write> writes)
    {
        foreach (var write in writes)
        {
            var type = TypeOf(map) is not MapType.None and var known ? known : _image.Confirmed(map, write.Key).Type;
            if (type == MapType.None) type = writes[0].Type;
            if (write.Type != type) throw new MapTypeException(map, type, write.Type);
        }
    }

    private static string CureOf(Rejection rejected, MapType type) => rejected.HeldVersion > 0
        ? $"Rejection {rejected.Id} has all that key {rejected.Key} held: work out what is missing from what stands there now, write that with RetryAll of the {NameOf(type)}, or Discard it."
        : $"Write it again with RetryAll of the {NameOf(type)}, or Discard it.";

    private static string NameOf(MapType type) => type == MapType.OrMap ? "OrMap" : "PnCounterMap";

    // What was given up is not shown, so nothing is built on it.
    private static OpReference? PriorOn(MapLog log, string key)
        => log.DownOn(key).FirstOrDefault(op => op is { IsSettled: false, IsGivenUp: false }) is { } prior ? new OpReference(prior.Writer, prior.Number) : null;

    // A provisional timestamp counts for nothing here: the clock that gave it may be years off.
    private HlcTimestamp NewestOn(string map, MapLog log, string key)
        => HlcTimestamp.Max(_image.Confirmed(map, key).Newest, log.NewestSettledOn(key));
}
