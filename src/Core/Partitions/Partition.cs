using TopGun.Core.Access;
using TopGun.Core.Calls;
using TopGun.Core.Digests;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>The one merger of its maps: judges ops on an overlay over committed state, and shows committed state only (INV-PAR-1).</summary>
/// <remarks>
/// <para>
/// A pure state machine: its owner executes batches, seals what they did into a commit, makes that durable, and then publishes
/// or discards it. One sealed commit may be on its way while further ops are judged on top of it; if it fails, they fall with it.
/// </para>
/// <para>Not safe for several threads at once. Its owner may read committed state from other threads under a lock that
/// <see cref="Publish"/> and <see cref="Load"/> hold too; judging and <see cref="Seal"/> change nothing that reads see.</para>
/// </remarks>
public sealed class Partition
{
    private readonly PartitionOptions _options;
    private readonly IRecordCodec _codec;
    private readonly IResolverSource _resolvers;
    private readonly RegistrationDesk _desk;
    private readonly WriteDesk _writes;
    private readonly IMapAccess _access;
    private readonly IStrangerBudget? _strangers;
    private readonly RecentRejections _rejected = new();
    private readonly OpJudge _judge;
    private readonly HybridLogicalClock _clock;
    private readonly EpochList _epochs;
    private readonly TimeMarks _marks;
    private readonly Dictionary<string, CommittedMap> _maps = new(StringComparer.Ordinal);
    private Overlay? _open;
    private Overlay? _sealed;
    private PartitionCommit? _commit;

    /// <summary>Makes a partition of what its store knows.</summary>
    /// <param name="id">Which partition.</param>
    /// <param name="stored">What the store knows.</param>
    /// <param name="epoch">The epoch of this term of ownership: random, not 0, never used before.</param>
    /// <param name="options">The numbers.</param>
    /// <param name="codec">How records are serialised.</param>
    /// <param name="access">Who may do what.</param>
    /// <param name="resolvers">The rules of its maps; null for none.</param>
    /// <param name="strangers">What is recorded for users on maps that they may not write; null for no bound.</param>
    public Partition(
        PartitionId id,
        StoredPartition stored,
        ulong epoch,
        PartitionOptions options,
        IRecordCodec codec,
        IMapAccess access,
        IResolverSource? resolvers = null,
        IStrangerBudget? strangers = null)
    {
        ArgumentOutOfRangeException.ThrowIfZero(epoch);
        Id = id;
        Epoch = epoch;
        Head = stored.Head;
        _options = options;
        _codec = codec;
        _access = access;
        _strangers = strangers;
        _resolvers = resolvers ?? NoResolvers.Instance;
        _desk = new RegistrationDesk(options.Registrations, access);
        _epochs = new EpochList(stored.Epochs);
        _marks = new TimeMarks(stored.Marks, options.TombstoneRetentionMs);
        // Signed with the epoch: no two terms of ownership can give the same timestamp (INV-HLC-1).
        _clock = new HybridLogicalClock($"~{epoch:x16}", options.MaxClockDriftMs, stored.ClockHighWater);
        _judge = new OpJudge(options, codec, access, _clock, _resolvers);
        _writes = new WriteDesk(options, codec, access, _clock, _resolvers);
    }

    /// <summary>Which partition.</summary>
    public PartitionId Id { get; }

    /// <summary>The epoch of this term of ownership.</summary>
    public ulong Epoch { get; }

    /// <summary>The version of the committed state.</summary>
    public long Head { get; private set; }

    /// <summary>Whether a sealed commit is on its way.</summary>
    public bool IsCommitting => _sealed is not null;

    /// <summary>Whether ops were judged that no commit contains yet.</summary>
    public bool HasOpenWork => _open is not null;

    /// <summary>Whether what was judged since the last commit makes a commit that is large enough: half of <see cref="PartitionOptions.MaxCommitBytes"/>.</summary>
    /// <remarks>From there to the whole there is room for what any batch brings along itself; only one that changes many large records is stopped within.</remarks>
    public bool HasGathered => _open is { } open && open.SizeBound >= _options.MaxCommitBytes / 2;

    /// <summary>Whether a map is in memory; only then it can be written and read.</summary>
    public bool IsLoaded(string map) => _maps.ContainsKey(map);

    /// <summary>The maps that are in memory, in no order.</summary>
    public IEnumerable<string> Loaded => _maps.Keys;

    /// <summary>Takes a map into memory.</summary>
    public void Load(StoredMap map) => _maps.Add(map.Name, new CommittedMap(map, _resolvers));

    /// <summary>Takes a map out of memory, unless something was judged of it that is not committed: that would be lost.</summary>
    /// <returns>Whether it was taken out.</returns>
    public bool Unload(string map) => _open?.Maps.ContainsKey(map) != true && _sealed?.Maps.ContainsKey(map) != true && _maps.Remove(map);

    /// <summary>Judges the ops of a batch, each by its number first, on top of everything judged before.</summary>
    /// <param name="batch">The batch, of a map that is loaded.</param>
    /// <param name="principal">Who sent it.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    /// <returns>What to answer beyond the recorded results, once the commit is durable.</returns>
    public BatchReceipt Execute(OpBatch batch, Principal principal, long nowMs)
    {
        var map = Current(batch.Map, nowMs);
        if (!map.Knows(batch.Writer))
        {
            // There is nothing to confirm. And a row made here would make a forgotten writer a known one, whose old ops are taken anew.
            if (batch.Ops.Count == 0) return new BatchReceipt(batch.Map, batch.Writer, null, [], null);
            if (IsForgotten(batch, nowMs))
                return Stopped(batch, ErrorCode.WriterClosed, "The server does not know the writer any more.", map.LastOf(batch.Writer) + 1);
        }

        var strangers = IsStranger(principal, batch.Map) ? _strangers : null;
        if (!map.Knows(batch.Writer) && strangers?.Take(principal.Subject, IStrangerBudget.RowCost) is > 0 and var pauseMs)
            return new BatchReceipt(batch.Map, batch.Writer, null, [], new BatchStopped(batch.Map, batch.Writer, TooManyRefusals(principal, batch.Map, pauseMs), map.LastOf(batch.Writer) + 1));

        var writer = map.Open(batch.Writer);
        writer.Settle(batch.SettledThrough);

        long? repeatFrom = null;
        List<OpResult> unrecorded = [];
        BatchStopped? stopped = null;
        foreach (var op in batch.Ops)
        {
            if (op.Number <= writer.Last)
            {
                switch (map.FindResult(batch.Writer, op.Number))
                {
                    case null: unrecorded.Add(new OpResult(op.Number, op.OpId, OpResultCode.Settled, map.LastVersion)); break;
                    case var known when known.OpId != op.OpId: unrecorded.Add(new OpResult(op.Number, op.OpId, OpResultCode.NumberReused, 0)); break;
                    default: repeatFrom ??= op.Number; break;
                }
            }
            else if (WhyNotTaken(op, writer, map) is { } error)
            {
                stopped = new BatchStopped(batch.Map, batch.Writer, error, writer.Last + 1);
                break;
            }
            else if (strangers?.Take(principal.Subject, 1) is > 0 and var waitMs)
            {
                stopped = new BatchStopped(batch.Map, batch.Writer, TooManyRefusals(principal, batch.Map, waitMs), writer.Last + 1);
                break;
            }
            else
            {
                var judgement = _judge.Judge(op, writer, map, _open!, principal, nowMs);
                if (judgement.IsTransient)
                {
                    stopped = new BatchStopped(batch.Map, batch.Writer, NotNow(op, judgement.Result), writer.Last + 1);
                    break;
                }

                writer.Record(judgement.Result);
                if (RejectedOp.Of(map.Name, batch.Writer, op, principal, judgement.Result) is { } rejected) _open!.Rejected.Add(rejected);
            }
        }

        return new BatchReceipt(batch.Map, batch.Writer, repeatFrom, unrecorded, stopped);
    }

    /// <summary>Judges the write of a caller without an op log, on top of everything judged before.</summary>
    /// <param name="call">The call, of a map that is loaded.</param>
    /// <param name="moment">Of a keyed call: the moment before the store was asked, from <see cref="MomentOf"/>.</param>
    /// <param name="stored">Of a keyed call: what the store knew of the key, or null.</param>
    /// <param name="principal">Who calls.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    /// <returns>What to answer once the commit is durable.</returns>
    public WriteAnswer Execute(WriteCall call, KeyMoment? moment, KeyedOutcome? stored, Principal principal, long nowMs)
        => _writes.Judge(call, moment, stored, Current(call.Map, nowMs), _open!, principal, nowMs);

    /// <summary>The moment from which on what becomes of keyed writes is in memory; the store is asked after it.</summary>
    /// <param name="map">The map, which is loaded.</param>
    public KeyMoment MomentOf(string map) => _maps[map].Keys.Now;

    /// <summary>The committed records of a map, removed ones too, in no order, as they are now: who holds them sees no later change.</summary>
    /// <param name="map">The map, which is loaded.</param>
    public IReadOnlyList<ChangedRecord> ReadAll(string map)
    {
        var records = _maps[map].Records;
        var read = new List<ChangedRecord>(records.Count);
        foreach (var record in records) read.Add(new ChangedRecord(record.Key, record.Version, record.Bytes));
        return read;
    }

    /// <summary>Registers a resolver, in force for every op that is judged from here on.</summary>
    /// <param name="request">What is asked, of a map that is loaded; the definition's priority is given.</param>
    /// <param name="made">What was made of the definition.</param>
    /// <param name="principal">Who asks.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    /// <returns>What to answer once the commit is durable.</returns>
    public ResolverResponse Register(RegisterResolver request, IResolver made, Principal principal, long nowMs)
        => _desk.Register(Current(request.Map, nowMs), request.Definition, request.Replace, made, principal, nowMs);

    /// <summary>Gives up a claim to a resolver, or as an administrator all of them.</summary>
    /// <returns>What to answer once the commit is durable.</returns>
    public ResolverResponse Unregister(UnregisterResolver request, Principal principal, long nowMs)
        => _desk.Unregister(Current(request.Map, nowMs), request.Name, principal);

    /// <summary>Keeps a user's claim from lapsing.</summary>
    public void Renew(string map, string name, string subject, long nowMs) => _desk.Renew(Current(map, nowMs), name, subject, nowMs);

    /// <summary>Says what would become of a write, and changes nothing.</summary>
    /// <param name="request">What is asked, of a map that is loaded; its write has no fault.</param>
    /// <param name="tried">What was made of the resolver to try, or null.</param>
    /// <param name="principal">Who asks.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    /// <returns>What to answer once everything that was judged before is durable.</returns>
    public ResolverResponse DryRun(DryRunResolver request, IResolver? tried, Principal principal, long nowMs)
    {
        if (_desk.WhyForbidden(request.Map, principal, MapAction.Read | MapAction.Resolve) is { } forbidden) return forbidden;
        var write = request.Write ?? throw new ArgumentException("A dry run needs a write.", nameof(request));
        if (WhyPaused(request.Map) is { } pause) return new ResolverRefused(pause);
        var map = Draft(request.Map);
        if ((OpJudge.WhyForbidden(_access, principal, request.Map, write) ?? OpJudge.WhyMayNotExpire(_access, principal, map, write, _codec, nowMs)) is { } reason)
            return new DryRunOutcome(OpResultCode.Forbidden, reason);

        // A clock of its own: a question must not move time on.
        var clock = new HybridLogicalClock($"~{Epoch:x16}", _options.MaxClockDriftMs, _clock.HighWater);
        var trace = new TracedResolvers(_resolvers);
        var due = new DueWrite(write, clock.Now(nowMs), DryRunResolver.NodeId, principal, nowMs, default);
        var judgement = new WriteJudge(_options, _codec, clock, trace).Judge(due, map, tried is null ? map.Rules.Chain : map.Rules.ChainWith(tried));
        var after = judgement.Draft?.Record ?? map.Find(write.Key, _codec).Record;
        return new DryRunOutcome(judgement.Code, judgement.Reason, judgement.Resolver, after.ToValue(), trace.Answers);
    }

    /// <summary>The committed registrations of a map, which is loaded.</summary>
    public IReadOnlyList<Registration> RegistrationsOf(string map) => [.. _maps[map].Rules.Registered.Select(one => one.Registration)];

    /// <summary>The committed registrations of all loaded maps that have any.</summary>
    public IEnumerable<(string Map, IReadOnlyList<Registration> Registered)> Registrations
        => _maps.Where(map => map.Value.Rules.Registered.Count > 0).Select(map => (map.Key, RegistrationsOf(map.Key)));

    /// <summary>Removes records whose time is over, each at a version of its own (INV-TTL-2).</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    /// <param name="most">At most so many.</param>
    /// <returns>The keys that it removed, in the order of their versions.</returns>
    public IReadOnlyList<string> Expire(string map, long nowMs, int most)
    {
        var draft = Draft(map);
        List<string> removed = [];
        foreach (var key in draft.Committed.Expiring.Due(nowMs))
        {
            if (removed.Count == most) break;
            // Of what others judged meanwhile the committed index knows nothing.
            if (draft.Expire(key, nowMs, _codec, _clock, _open!)) removed.Add(key);
        }

        return removed;
    }

    /// <summary>Forgets removals that were committed longer ago than they are kept, the oldest first (INV-TOM-1).</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    /// <param name="most">Looks at about so many records.</param>
    /// <returns>Whether more is left.</returns>
    public bool Collect(string map, long nowMs, int most)
    {
        // Opened also for a mark of the time alone.
        var draft = Draft(map);
        return _marks.Horizon(nowMs) is { } mark && draft.Collect(mark, most, _codec);
    }

    /// <summary>How far the tombstones of a map are collected.</summary>
    /// <param name="map">The map, which is loaded.</param>
    public MapHorizon HorizonOf(string map) => _maps[map].Horizon;

    /// <summary>What the keys of a map hold; <see cref="MapType.None"/> while it was never changed.</summary>
    /// <param name="map">The map, which is loaded.</param>
    public MapType TypeOf(string map) => _maps[map].Type;

    /// <summary>When the first committed record of a map expires, in milliseconds of server time; null when none does.</summary>
    /// <param name="map">The map, which is loaded.</param>
    public long? NextExpiryOf(string map) => _maps[map].Expiring.FirstMs;

    /// <summary>What is still known of an op that a resolver refused; null when it was not refused or too much has happened since.</summary>
    public RejectedOp? FindRejected(string map, WriterId writer, long number) => _rejected.Find(map, writer, number);

    /// <summary>Reads one committed record if it is live; null otherwise.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="key">The key.</param>
    public ReadOnlyMemory<byte>? ReadLive(string map, string key)
        => _maps[map].Find(key) is { } record && record.IsLive(_codec) ? record.Bytes : default(ReadOnlyMemory<byte>?);

    /// <summary>Gives the next op of a batch a recorded refusal without judging it: the store refuses to commit it.</summary>
    public BatchReceipt Refuse(OpBatch batch, OpFault fault)
        => Execute(batch with { Ops = [.. batch.Ops.Select(op => op with { Writes = [], Fault = fault })] }, OpJudge.Nobody, 0);

    /// <summary>Closes what was judged so far into a commit; null when there is nothing to make durable. No other may be on its way.</summary>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    public PartitionCommit? Seal(long nowMs)
    {
        if (_sealed is not null) throw new InvalidOperationException("A commit is on its way; publish or discard it first.");
        if (_open is not { } open) return null;

        var records = new List<RecordChange>();
        var writers = new List<WriterChange>();
        foreach (var map in open.Maps.Values)
        {
            foreach (var (key, draft) in map.Records) records.Add(new RecordChange(map.Name, key, draft.Version, _codec.Encode(draft.Record), draft.Owner, draft.Record.ExpiresAtMs));
            foreach (var writer in map.Writers.Values)
                if (writer.IsChanged) writers.Add(writer.ToChange(nowMs));
        }

        RegistrationChange[] registrations = [.. open.Maps.Values.SelectMany(map => map.Registrations)];
        KeyedOutcome[] keyed = [.. open.Maps.Values.SelectMany(map => map.Keyed.Values)];
        MapCollection[] collected = [.. open.Maps.Values
            .Where(map => map.HasCollected)
            .Select(map => new MapCollection(map.Name, map.Horizon, [.. map.Forgotten]))];
        MapTyping[] types = [.. open.Maps.Values.Where(map => map.IsTyped).Select(map => new MapTyping(map.Name, map.Type))];
        var mark = _marks.Due(nowMs, open.Head, _clock.HighWater);
        _open = null;
        if (records.Count == 0 && writers.Count == 0 && registrations.Length == 0 && keyed.Length == 0 && collected.Length == 0 && mark is null) return null;

        records.Sort((left, right) => left.Version.CompareTo(right.Version));
        _sealed = open;
        return _commit = new PartitionCommit(Id, Epoch, open.ExpectedHead, open.Head, _clock.HighWater, records, writers)
        {
            // Where they are not stored, the commit is made all the same: what it answers is in force from one moment on.
            Registrations = _options.Registrations.AreStored ? registrations : [],
            Keyed = keyed,
            Rejected = open.Rejected,
            Collected = collected,
            Types = types,
            Mark = mark,
            MarksFromMs = _marks.Horizon(nowMs)?.AtMs ?? 0,
        };
    }

    /// <summary>Makes the sealed commit the committed state, after it has become durable.</summary>
    /// <returns>The commit.</returns>
    public PartitionCommit Publish()
    {
        var commit = _commit ?? throw new InvalidOperationException("No commit is on its way.");
        if (commit.NewHead > commit.ExpectedHead) _epochs.Begin(new EpochStart(Epoch, commit.ExpectedHead + 1));
        foreach (var collected in commit.Collected) _maps[collected.Map].Take(collected);
        foreach (var record in commit.Records)
        {
            _maps[record.Map].Tell(record, _codec);
            _maps[record.Map].Take(record);
        }
        foreach (var typing in commit.Types) _maps[typing.Map].Take(typing);
        if (commit.Mark is { } mark) _marks.Take(mark);
        foreach (var writer in commit.Writers) _maps[writer.Map].Take(writer);
        foreach (var keyed in commit.Keyed) _maps[keyed.Map].Keys.Take(keyed);
        foreach (var map in _sealed!.Maps.Values)
            if (map.Registrations.Count > 0) map.Committed.Rules = map.Rules;
        _rejected.Add(commit.Rejected);
        if (_open is { } open)
            foreach (var draft in open.Maps.Values) draft.Ground();
        Head = commit.NewHead;
        _sealed = null;
        _commit = null;
        return commit;
    }

    /// <summary>Drops the sealed commit, which did not become durable, and everything that was judged on top of it (INV-PAR-2).</summary>
    public void Discard()
    {
        if ((_sealed ?? _open) is { } lowest) _clock.Rewind(lowest.ClockBefore);
        _sealed = null;
        _open = null;
        _commit = null;
    }

    /// <summary>Whether a cursor lies on this partition's history.</summary>
    /// <param name="cursor">The cursor.</param>
    /// <param name="fork">Where it does not: up to this version the histories are surely the same.</param>
    public bool Follows(Cursor cursor, out long fork) => _epochs.Contains(cursor, Head, out fork);

    /// <summary>The cursor of a committed version.</summary>
    public Cursor CursorAt(long version) => _epochs.At(version);

    /// <summary>The version of a map's last committed change; 0 when there was none.</summary>
    public long LastVersionOf(string map) => _maps[map].LastVersion;

    /// <summary>Reads what changed in a map after a version. A page never ends inside a version.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="version">What the reader has seen.</param>
    /// <param name="maxBytes">The page ends when its keys and records reach this; a single version may be larger.</param>
    public ChangeRead ReadChanges(string map, long version, int maxBytes)
    {
        const int PerRecord = 16;
        var records = new List<ChangedRecord>();
        var bytes = 0;
        var last = 0L;
        foreach (var record in _maps[map].After(version))
        {
            if (bytes >= maxBytes && record.Version != last) return new ChangeRead(records, _epochs.At(last), true);
            records.Add(new ChangedRecord(record.Key, record.Version, record.Bytes));
            bytes += PerRecord + record.Key.Length + record.Bytes.Length;
            last = record.Version;
        }

        return new ChangeRead(records, _epochs.At(Head), false);
    }

    /// <summary>About how many records of a map, removed ones too, were changed last after a version.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="version">The version; 0 for all that are kept.</param>
    public int CountChanged(string map, long version) => _maps[map].CountAfter(version);

    /// <summary>Reads recorded, committed results of a writer.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="writer">The writer.</param>
    /// <param name="after">Results of numbers above this.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<OpResult> ReadResults(string map, WriterId writer, long after, int most)
        => _maps[map].Find(writer) is { } row && row.Last > after ? [.. row.After(after, most)] : [];

    /// <summary>Up to which number the results of a writer were confirmed and are no longer kept; 0 for none.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="writer">The writer.</param>
    public long SettledThrough(string map, WriterId writer) => _maps[map].Find(writer)?.SettledThrough ?? 0;

    /// <summary>Reads one committed record; null for a key that was never written.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="key">The key.</param>
    public ChangedRecord? Read(string map, string key)
        => _maps[map].Find(key) is { } record ? new ChangedRecord(record.Key, record.Version, record.Bytes) : null;

    /// <summary>From now on an interest is noted what concerns it.</summary>
    /// <returns>Whether it was not before: by this partition, since the map was loaded.</returns>
    internal bool Attach(string map, QueryInterest interest)
    {
        var index = _maps[map].Interests;
        if (interest.In == index) return false;
        Detach(interest);
        index.Add(interest);
        return true;
    }

    /// <summary>An interest has ended.</summary>
    internal static void Detach(QueryInterest interest) => interest.In?.Remove(interest);

    /// <summary>The digest of a map's committed live records.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <returns>Null where more is missing than one piece of work (<see cref="PartitionOptions.DigestSteps"/>), which was done: ask again, after others had their turn.</returns>
    public Digest? DigestOf(string map) => Advanced(map)?.Root;

    /// <summary>What stands below some prefixes of a map's digest trie, as far as one answer holds it: at least one of them.</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="prefixes">The prefixes.</param>
    /// <param name="maxBytes">The answer ends when it reaches this; a single leaf may be larger.</param>
    /// <returns>Null for the same reason as with <see cref="DigestOf"/>.</returns>
    public IReadOnlyList<DigestNode>? ReadDigests(string map, IEnumerable<DigestPrefix> prefixes, int maxBytes)
        => Advanced(map)?.Read(prefixes, maxBytes);

    private MapDigests? Advanced(string map)
    {
        var committed = _maps[map];
        return committed.Digests.Advance(committed.LastVersion, _options.DigestSteps, _codec) ? committed.Digests : null;
    }

    private MapDraft Current(string map, long nowMs)
    {
        var draft = Draft(map);
        _desk.Lapse(draft, nowMs);
        return draft;
    }

    private MapDraft Draft(string map)
    {
        _open ??= new Overlay(_sealed?.Head ?? Head, _clock.HighWater);
        if (_open.Maps.TryGetValue(map, out var draft)) return draft;
        return _open.Maps[map] = new MapDraft(map, _maps[map], _sealed?.Maps.GetValueOrDefault(map));
    }

    // Who may write nothing of a map, so that all there is to record are refusals.
    private bool IsStranger(Principal principal, string map)
        => _strangers is not null && principal != OpJudge.Nobody && !_access.Allows(principal, map, MapAction.Put) && !_access.Allows(principal, map, MapAction.Remove);

    private static SyncError TooManyRefusals(Principal principal, string map, int waitMs)
        => new(ErrorCode.RateLimited, $"User {principal.Subject} may not write map {map}, and has had many writes like this refused; the next one waits {waitMs} ms.", waitMs);

    // A day less, so that a client whose clock or network is slow is not taken for fresh just as its row is forgotten.
    private bool IsForgotten(OpBatch batch, long nowMs)
        => nowMs - batch.FirstSentMs > _options.WriterRetentionMs - TimeSpan.MillisecondsPerDay;

    private SyncError? WhyNotTaken(Op op, WriterDraft writer, MapDraft map)
    {
        if (op.Number > writer.Last + 1)
            return new SyncError(ErrorCode.OutOfOrder, $"Op {op.Number} came where op {writer.Last + 1} was expected.");

        foreach (var (_, reference) in op.Writes)
            if (reference is { } after && after.Writer != writer.Writer && after.Number > map.LastOf(after.Writer))
                return new SyncError(
                    ErrorCode.OutOfOrder,
                    $"Op {op.Number} builds on op {after.Number} of writer {after.Writer}, which has not arrived.",
                    Metadata: new Dictionary<string, string> { ["after_writer"] = after.Writer.ToString(), ["after_number"] = $"{after.Number}" });

        // What a store takes in one commit is bounded, and one that it does not take is judged again op by op.
        if (_open!.SizeBound >= _options.MaxCommitBytes)
            return new SyncError(ErrorCode.Unavailable, $"The records of the commit that is gathering take up to {_open.SizeBound} bytes; it is full.", 1);

        var unconfirmed = writer.Last - writer.SettledThrough;
        if (unconfirmed >= _options.Limits.MaxUnconfirmedResults)
            return new SyncError(ErrorCode.RateLimited, $"{unconfirmed} results wait to be confirmed by settled_through; at most {_options.Limits.MaxUnconfirmedResults} are kept.", 100);
        return map.Rules.Chain is null ? null : WhyPaused(map.Name);
    }

    private SyncError? WhyPaused(string map) => _resolvers.PauseMs(map) is > 0 and var pauseMs
        ? new SyncError(ErrorCode.RateLimited, $"The resolvers of map {map} have taken more than their share of the server's time; its writes wait {pauseMs} ms.", pauseMs)
        : null;

    private static SyncError NotNow(Op op, OpResult result)
    {
        const int RetryAfterMs = 500;
        return new SyncError(ErrorCode.Unavailable, $"Op {op.Number} can't be judged now. {result.Reason}", RetryAfterMs);
    }

    private static BatchReceipt Stopped(OpBatch batch, ErrorCode code, string message, long next)
        => new(batch.Map, batch.Writer, null, [], new BatchStopped(batch.Map, batch.Writer, new SyncError(code, message), next));
}
