using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Resolving;

/// <summary>A map with rules, written op by op through its partition. Every node has one writer, and every batch is committed at once.</summary>
internal sealed class GuardedMap : IMapAccess, IResolverSource
{
    public const string Name = "m";

    private readonly IRecordCodec _codec;
    private readonly Partition _partition;
    private readonly ResolverChain? _chain;
    private readonly Dictionary<string, long> _numbers = [];
    private long _nowMs = 1_000;

    public GuardedMap(IRecordCodec codec, params IResolver[] resolvers)
        : this(codec, new PartitionOptions(), resolvers)
    {
    }

    public GuardedMap(IRecordCodec codec, PartitionOptions options, params IResolver[] resolvers)
        : this(codec, options, new StoredMap(Name, [], []), resolvers)
    {
    }

    /// <summary>A map as its store had it.</summary>
    public GuardedMap(IRecordCodec codec, StoredMap stored)
        : this(codec, new PartitionOptions(), stored, [])
    {
    }

    private GuardedMap(IRecordCodec codec, PartitionOptions options, StoredMap stored, IResolver[] resolvers)
    {
        _codec = codec;
        _chain = resolvers.Length > 0 ? new ResolverChain(resolvers) : null;
        _partition = new Partition(new PartitionId(0), StoredPartition.Empty, 1, options, codec, this, this);
        _partition.Load(stored);
    }

    /// <summary>What was committed by writes, in order.</summary>
    public List<PartitionCommit> Commits { get; } = [];

    /// <summary>What the keys hold.</summary>
    public MapType Type => _partition.Committed.TypeOf(Name);

    /// <summary>Says no; null for yes to everything.</summary>
    public Func<MapAction, bool> Allowed { get; set; } = _ => true;

    /// <summary>How long the map's writes have to wait.</summary>
    public int PauseMs { get; set; }

    /// <summary>The failures that were reported, with what was thrown.</summary>
    public List<(string Resolver, Exception? Cause)> Failures { get; } = [];

    public static Principal User(string name, params string[] roles) => new(name, roles.ToFrozenSet(), Value.Object(("team", "blue")));

    /// <summary>Replaces or creates a whole value, as a client does that holds the map: a difference where there is an object.</summary>
    public OpResult Set(string key, Value value, string node = "alice", long? at = null, Principal? by = null) => Write(
        (Read(key), value) switch
        {
            (ObjectValue from, ObjectValue to) => PatchWrite.Difference(key, from, to),
            (var held, ObjectValue whole) => new ReplaceWrite(key, BaseOf(held), whole),
            (var held, _) => new ValueWrite(key, BaseOf(held), value),
        },
        node,
        at,
        by);

    public OpResult Patch(string key, ObjectValue fields, string node = "alice", long? at = null, Principal? by = null)
        => Write(new PatchWrite(key, BaseOf(Read(key)), fields.Fields, []), node, at, by);

    public OpResult Remove(string key, string node = "alice", long? at = null, Principal? by = null) => Write(new RemoveWrite(key, BaseOf(Read(key))), node, at, by);

    /// <summary>Writes; the newest of all unless <paramref name="at"/> says otherwise.</summary>
    public OpResult Write(Write write, string node = "alice", long? at = null, Principal? by = null)
        => Try(write, node, at, by).Result ?? throw new InvalidOperationException("The op got no result.");

    /// <summary>Writes, perhaps without a result.</summary>
    public (OpResult? Result, BatchStopped? Stopped) Try(Write write, string node = "alice", long? at = null, Principal? by = null)
    {
        var (results, stopped) = Batch([write], node, at, by);
        return (results.SingleOrDefault(), stopped);
    }

    /// <summary>Writes several in one batch, the first at a time and each of the others a millisecond later.</summary>
    public (IReadOnlyList<OpResult> Results, BatchStopped? Stopped) Batch(
        Write[] writes, string node = "alice", long? at = null, Principal? by = null, bool chained = false)
    {
        var writer = new WriterId(node, "1");
        var last = _numbers.GetValueOrDefault(node);
        var first = at ?? _nowMs + 1;
        _nowMs = Math.Max(_nowMs, first + writes.Length - 1);
        Op[] ops = [.. writes.Select((write, i) => new Op(
            last + 1 + i, (ulong)(last + 1 + i), first + i, 0, chained && last + i > 0 ? new OpReference(writer, last + i) : null, write))];
        return Send(writer, ops, by);
    }

    /// <summary>Writes an atomic group; the newest of all unless <paramref name="at"/> says otherwise.</summary>
    public OpResult Group(Write[] writes, string node = "alice", long? at = null, Principal? by = null)
        => TryGroup([.. writes.Select(write => new OpWrite(write))], node, at, by).Result ?? throw new InvalidOperationException("The group got no result.");

    /// <summary>Writes an atomic group, perhaps without a result.</summary>
    public (OpResult? Result, BatchStopped? Stopped) TryGroup(OpWrite[] writes, string node = "alice", long? at = null, Principal? by = null)
    {
        var writer = new WriterId(node, "1");
        var number = _numbers.GetValueOrDefault(node) + 1;
        var millis = at ?? _nowMs + 1;
        _nowMs = Math.Max(_nowMs, millis);
        var (results, stopped) = Send(writer, [new Op(number, (ulong)number, millis, 0, writes)], by);
        return (results.SingleOrDefault(), stopped);
    }

    /// <summary>Time passes, and what has expired by then is removed.</summary>
    /// <returns>How many records were.</returns>
    public int Sweep(long nowMs, int most = int.MaxValue)
    {
        _nowMs = Math.Max(_nowMs, nowMs);
        var removed = _partition.Expire(Name, _nowMs, most);
        if (_partition.Seal(_nowMs) is not null) _partition.Publish();
        return removed.Count;
    }

    /// <summary>Time passes, and removals that are old enough by then are forgotten, a piece at a time.</summary>
    /// <returns>How many pieces it took.</returns>
    public int Collect(long nowMs, int most = int.MaxValue)
    {
        _nowMs = Math.Max(_nowMs, nowMs);
        for (var pieces = 1; ; pieces++)
        {
            var hasMore = _partition.Collect(Name, _nowMs, most);
            if (_partition.Seal(_nowMs) is not null) _partition.Publish();
            if (!hasMore) return pieces;
        }
    }

    /// <summary>The digest of the committed state.</summary>
    public TopGun.Core.Digests.Digest Digest => _partition.Committed.DigestOf(Name)!.Value;

    /// <summary>How far removals are forgotten.</summary>
    public MapHorizon Horizon => _partition.Committed.HorizonOf(Name);

    /// <summary>What a client is told that subscribes with a version of this history.</summary>
    public IReadOnlyList<ServerFrame> Subscribe(long version)
    {
        var session = new ServerSession(User("alice"), "alice", SyncLimits.Default, this, _codec);
        session.Receive(new Subscribe(1, Name, _partition.Committed.CursorAt(version), []));
        return session.Pull(Name, _partition.Committed, int.MaxValue).Read();
    }

    /// <summary>The results that a client is told of its node's ops, when it names some features.</summary>
    public IReadOnlyList<OpResult> ResultsTold(string node, string[] features)
    {
        var session = new ServerSession(User(node), node, SyncLimits.Default, this, _codec, features);
        session.Receive(new Subscribe(1, Name, null, [new WriterPosition(new WriterId(node, "1"), 1)]));
        return [.. session.Pull(Name, _partition.Committed, int.MaxValue).Read().OfType<OpResults>().SelectMany(results => results.Results)];
    }

    /// <summary>The type that a client is told with CaughtUp, when it names some features.</summary>
    public MapType TypeTold(string[] features)
    {
        var session = new ServerSession(User("alice"), "alice", SyncLimits.Default, this, _codec, features);
        session.Receive(new Subscribe(1, Name, null, []));
        return session.Pull(Name, _partition.Committed, int.MaxValue).Read().OfType<CaughtUp>().Single().Type;
    }

    /// <summary>The version that changed a key last.</summary>
    public long VersionOf(string key) => _partition.Committed.Read(Name, key)?.Version ?? 0;

    /// <summary>When the next record expires.</summary>
    public long? NextExpiryMs => _partition.Committed.NextExpiryOf(Name);

    /// <summary>Says what would become of a write.</summary>
    public DryRunOutcome DryRun(Write write, long nowMs) => (DryRunOutcome)_partition.DryRun(new DryRunResolver(Name, null, write), null, User("alice"), nowMs);

    /// <summary>The changes after a version, as pages of so many bytes: their keys with versions.</summary>
    public IEnumerable<string> Pages(int maxBytes)
    {
        for (var version = 0L; ;)
        {
            var read = _partition.Committed.ReadChanges(Name, version, maxBytes);
            yield return string.Join(' ', read.Records.Select(record => $"{record.Key}@{record.Version}"));
            if (!read.More) yield break;
            version = read.To.Version;
        }
    }

    private (IReadOnlyList<OpResult> Results, BatchStopped? Stopped) Send(WriterId writer, Op[] ops, Principal? by)
    {
        var node = writer.NodeId;
        var last = _numbers.GetValueOrDefault(node);
        var receipt = _partition.Execute(new OpBatch(Name, writer, 0, _nowMs, ops), by ?? User(node), _nowMs);
        if (_partition.Seal(_nowMs) is { } commit)
        {
            Commits.Add(commit);
            _partition.Publish();
        }

        var results = _partition.Committed.ReadResults(Name, writer, last, int.MaxValue);
        _numbers[node] = last + results.Count;
        return (results, receipt.Stopped);
    }

    public Value? Read(string key) => RecordOf(key).ToValue();

    public Core.Maps.Record RecordOf(string key) => _partition.Committed.Read(Name, key) is { } stored ? _codec.Decode(stored.Bytes.Span) : Core.Maps.Record.Never;

    bool IMapAccess.Allows(Principal principal, string map, MapAction action) => Allowed(action);

    int IResolverSource.PauseMs(string map) => PauseMs;

    ResolverChain? IResolverSource.ChainOf(string map) => _chain;

    void IResolverSource.Answered(IResolver resolver, ResolverContext context, ResolverDecision decision, Exception? cause)
    {
        if (decision.Action >= ResolverAction.Failed) Failures.Add((resolver.Name, cause));
    }

    private static WriteBase BaseOf(Value? held) => held is null ? WriteBase.Absent : WriteBase.Live;
}
