using TopGun.Core.Access;
using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>The one merger of its maps: judges ops on an overlay over committed state, which others do not see (INV-PAR-1).</summary>
/// <remarks>
/// <para>
/// A pure state machine: its owner executes batches, seals what they did into a commit, makes that durable, and then publishes
/// or discards it. One sealed commit may be on its way while further ops are judged on top of it; if it fails, they fall with it.
/// </para>
/// <para>Not safe for several threads at once. Its owner may read <see cref="Committed"/> from other threads under a lock that
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
    private readonly BatchJudge _batches;
    private readonly HybridLogicalClock _clock;
    private readonly TimeMarks _marks;
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
        _resolvers = resolvers ?? NoResolvers.Instance;
        Committed = new CommittedPartition(stored, epoch, options, codec, _resolvers);
        _options = options;
        _codec = codec;
        _access = access;
        _desk = new RegistrationDesk(options.Registrations, access);
        _marks = new TimeMarks(stored.Marks, options.TombstoneRetentionMs);
        // Signed with the epoch: no two terms of ownership can give the same timestamp (INV-HLC-1).
        _clock = new HybridLogicalClock($"~{epoch:x16}", options.MaxClockDriftMs, stored.ClockHighWater);
        _batches = new BatchJudge(options, access, new OpJudge(options, codec, access, _clock, _resolvers), _resolvers, strangers);
        _writes = new WriteDesk(options, codec, access, _clock, _resolvers);
    }

    /// <summary>Which partition.</summary>
    public PartitionId Id { get; }

    /// <summary>What is committed: all that anybody but the owner may see.</summary>
    public CommittedPartition Committed { get; }

    /// <summary>Whether a sealed commit is on its way.</summary>
    public bool IsCommitting => _sealed is not null;

    /// <summary>Whether ops were judged that no commit contains yet.</summary>
    public bool HasOpenWork => _open is not null;

    /// <summary>Whether what was judged since the last commit makes a commit that is large enough: half of <see cref="PartitionOptions.MaxCommitBytes"/>.</summary>
    /// <remarks>From there to the whole there is room for what any batch brings along itself; only one that changes many large records is stopped within.</remarks>
    public bool HasGathered => _open is { } open && open.SizeBound >= _options.MaxCommitBytes / 2;

    /// <summary>Takes a map into memory.</summary>
    public void Load(StoredMap map) => Committed.Load(map);

    /// <summary>Takes a map out of memory, unless something was judged of it that is not committed: that would be lost.</summary>
    /// <returns>Whether it was taken out.</returns>
    public bool Unload(string map) => _open?.Maps.ContainsKey(map) != true && _sealed?.Maps.ContainsKey(map) != true && Committed.Unload(map);

    /// <summary>Judges the ops of a batch, each by its number first, on top of everything judged before.</summary>
    /// <param name="batch">The batch, of a map that is loaded.</param>
    /// <param name="principal">Who sent it.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    /// <returns>What to answer beyond the recorded results, once the commit is durable.</returns>
    public BatchReceipt Execute(OpBatch batch, Principal principal, long nowMs) => _batches.Judge(batch, Current(batch.Map, nowMs), _open!, principal, nowMs);

    /// <summary>Judges the write of a caller without an op log, on top of everything judged before.</summary>
    /// <param name="call">The call, of a map that is loaded.</param>
    /// <param name="moment">Of a keyed call: the moment before the store was asked, from <see cref="CommittedPartition.MomentOf"/>.</param>
    /// <param name="stored">Of a keyed call: what the store knew of the key, or null.</param>
    /// <param name="principal">Who calls.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    /// <returns>What to answer once the commit is durable.</returns>
    public WriteAnswer Execute(WriteCall call, KeyMoment? moment, KeyedOutcome? stored, Principal principal, long nowMs)
        => _writes.Judge(call, moment, stored, Current(call.Map, nowMs), _open!, principal, nowMs);

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
        if (BatchJudge.WhyPaused(_resolvers, request.Map) is { } pause) return new ResolverRefused(pause);
        var map = Draft(request.Map);
        if ((OpJudge.WhyForbidden(_access, principal, request.Map, write) ?? OpJudge.WhyMayNotExpire(_access, principal, map, write, _codec, nowMs)) is { } reason)
            return new DryRunOutcome(OpResultCode.Forbidden, reason);

        // A clock of its own: a question must not move time on.
        var clock = new HybridLogicalClock($"~{Committed.Epoch:x16}", _options.MaxClockDriftMs, _clock.HighWater);
        var trace = new TracedResolvers(_resolvers);
        var due = new DueWrite(write, clock.Now(nowMs), DryRunResolver.NodeId, principal, nowMs, default);
        var judgement = new WriteJudge(_options, _codec, clock, trace).Judge(due, map, tried is null ? map.Rules.Chain : map.Rules.ChainWith(tried));
        var after = judgement.Draft?.Record ?? map.Find(write.Key, _codec).Record;
        return new DryRunOutcome(judgement.Code, judgement.Reason, judgement.Resolver, after.ToValue(), trace.Answers);
    }

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

    /// <summary>Forgets removals that were committed longer ago than they are kept, the oldest first (INV-TOM-1); and writers that were not heard of for too long (INV-OPS-9).</summary>
    /// <param name="map">The map, which is loaded.</param>
    /// <param name="nowMs">The server's wall clock, in Unix milliseconds.</param>
    /// <param name="most">Looks at about so many records, and forgets at most so many writers.</param>
    /// <returns>Whether more is left.</returns>
    public bool Collect(string map, long nowMs, int most)
    {
        // Opened also for a mark of the time alone.
        var draft = Draft(map);
        var hasMore = _marks.Horizon(nowMs) is { } mark && draft.Collect(mark, most, _codec);
        return draft.ForgetWriters(nowMs - _options.WriterRetentionMs, most) || hasMore;
    }

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
        return _commit = new PartitionCommit(Id, Committed.Epoch, open.ExpectedHead, open.Head, _clock.HighWater, records, writers)
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
        Committed.Take(commit);
        if (commit.Mark is { } mark) _marks.Take(mark);
        foreach (var map in _sealed!.Maps.Values)
            if (map.Registrations.Count > 0) map.Committed.Rules = map.Rules;
        if (_open is { } open)
            foreach (var draft in open.Maps.Values) draft.Ground();
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

    private MapDraft Current(string map, long nowMs)
    {
        var draft = Draft(map);
        _desk.Lapse(draft, nowMs);
        return draft;
    }

    private MapDraft Draft(string map)
    {
        _open ??= new Overlay(_sealed?.Head ?? Committed.Head, _clock.HighWater);
        if (_open.Maps.TryGetValue(map, out var draft)) return draft;
        return _open.Maps[map] = new MapDraft(map, Committed.Map(map), _sealed?.Maps.GetValueOrDefault(map));
    }
}
