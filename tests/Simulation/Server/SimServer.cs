using System.Collections.Frozen;
using TopGun.Protocol.Records;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Server;

/// <summary>The server's process: sessions and partition owners over a store that outlives it.</summary>
public sealed class SimServer
{
    private readonly List<Connection> _connections = [];
    private Dictionary<PartitionId, PartitionOwner> _owners = [];
    private int _lastConnection;

    /// <summary>Makes a server that is not running.</summary>
    public SimServer(SimulatedWorld world, SimStore store, IRecordCodec codec)
    {
        World = world;
        Store = store;
        Codec = codec;
        var limits = SyncLimits.Default with { MaxBatchOps = world.Climate.BatchOps, MaxUnconfirmedResults = world.Climate.UnconfirmedResults };
        Options = new PartitionOptions { Limits = limits, TombstoneRetentionMs = world.Climate.RetentionMs, WriterRetentionMs = world.Climate.WriterRetentionMs, DigestSteps = world.Climate.DigestSteps };
    }

    /// <summary>The world that it serves.</summary>
    public SimulatedWorld World { get; }

    /// <summary>The disk.</summary>
    public SimStore Store { get; }

    /// <summary>How records are serialised.</summary>
    public IRecordCodec Codec { get; }

    /// <summary>The numbers.</summary>
    public PartitionOptions Options { get; }

    /// <summary>Who may do what.</summary>
    public Rules Rules { get; } = new();

    /// <summary>Chance.</summary>
    public Dice Dice => World.Dice;

    /// <summary>The server's clock, which is right.</summary>
    public long NowMs => World.NowMs;

    /// <summary>Whether the process runs.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Whether nothing waits to be done.</summary>
    public bool IsIdle => _owners.Values.All(owner => owner.IsIdle) && _connections.All(connection => connection.Outbox.Count == 0);

    /// <summary>Starts the process: it takes all partitions over.</summary>
    public void Start()
    {
        World.Trace("server starts");
        IsUp = true;
        _owners = World.Climate.Maps.Select(PartitionId.Of).Distinct().ToDictionary(id => id, id => new PartitionOwner(this, id));
    }

    /// <summary>The process dies. What was not durable never was.</summary>
    public void Crash()
    {
        World.Trace("server dies");
        IsUp = false;
        foreach (var owner in _owners.Values) owner.Crash();
        _owners = [];
        foreach (var connection in _connections) connection.IsClosed = true;
        _connections.Clear();
    }

    /// <summary>Takes a new stream.</summary>
    public Connection Accept(string subject)
    {
        var connection = new Connection { Id = ++_lastConnection, Subject = subject };
        _connections.Add(connection);
        return connection;
    }

    /// <summary>A stream has ended.</summary>
    public void Close(Connection connection)
    {
        connection.IsClosed = true;
        _connections.Remove(connection);
    }

    /// <summary>Takes a frame.</summary>
    public void Receive(Connection connection, ClientFrame frame)
    {
        try
        {
            Route(connection, frame);
        }
        catch (SyncException broken)
        {
            throw new InvariantBrokenException("Contract", $"{connection}: a {frame.GetType().Name} ended the stream: {broken.Message}");
        }
    }

    /// <summary>Lets a partition do a step.</summary>
    public void StepPartition()
    {
        if (_owners.Count > 0) _owners.Values.ElementAt(Dice.Below(_owners.Count)).Step();
    }

    /// <summary>Builds the next frames for a stream, when those built before have left.</summary>
    /// <returns>Whether something was done, also where no frame came of it yet.</returns>
    public bool Pull(Connection connection)
    {
        if (connection.Session is not { } session || connection.Outbox.Count > 0) return true;
        var isUnfinished = false;
        var first = Dice.Below(World.Climate.Maps.Count);
        for (var i = 0; i < World.Climate.Maps.Count; i++)
        {
            var map = World.Climate.Maps[(first + i) % World.Climate.Maps.Count];
            var pulled = session.Pull(map, _owners[PartitionId.Of(map)].Partition.Committed, World.Climate.PageBytes);
            isUnfinished |= pulled.IsUnfinished;
            foreach (var frame in pulled.Read()) connection.Outbox.Enqueue(Torn(frame));
            if (connection.Outbox.Count > 0) return true;
        }

        return isUnfinished;
    }

    /// <summary>A commit has become durable.</summary>
    public void Durable(PartitionCommit commit, IReadOnlyList<ExecutedBatch> batches)
    {
        Store.Commit(commit);
        World.Trace($"durable to {commit.NewHead}: {commit.Records.Count} records, {commit.Writers.Sum(writer => writer.Results.Count)} results{string.Concat(commit.Collected.Select(one => $", {one.Map} forgets [{string.Join(' ', one.Keys)}] to {one.Horizon.Version}"))}");
        foreach (var checker in World.Checkers) checker.Committed(commit, batches);
    }

    /// <summary>Draws what becomes of a commit.</summary>
    public CommitOutcome DrawOutcome()
        => !Dice.PerMille(World.Faults(World.Climate.FailedCommits)) ? CommitOutcome.Stored
            : Dice.Percent(50) ? CommitOutcome.StoredUnanswered : CommitOutcome.Lost;

    /// <summary>Whether the store does not take a commit: it contains what some write put there for this.</summary>
    public bool IsPoison(PartitionCommit commit)
        => World.Climate.Poison > 0 && commit.Records.Any(record => ContainsPoison(Codec.Decode(record.Bytes).ToValue()));

    /// <summary>The maps of a partition.</summary>
    public IEnumerable<string> MapsOf(PartitionId id) => World.Climate.Maps.Where(map => PartitionId.Of(map) == id);

    /// <summary>The user as a principal.</summary>
    public Principal PrincipalOf(string subject) => new(subject, FrozenSet<string>.Empty, ObjectValue.Empty);

    /// <summary>The committed bytes of a record, from memory.</summary>
    public ChangedRecord? Read(string map, string key) => _owners[PartitionId.Of(map)].Partition.Committed.Read(map, key);

    private void Route(Connection connection, ClientFrame frame)
    {
        switch (frame)
        {
            case Hello hello:
                connection.Session = new ServerSession(PrincipalOf(connection.Subject), hello.NodeId, Options.Limits, Rules, RecordCodec.Instance, World.Sabotage == Sabotage.NoDigests ? [Features.OrMap, Features.Counter] : hello.Features);
                if (Store.Bind(hello.NodeId, connection.Subject) != connection.Subject) throw new SyncException(ErrorCode.NodeIdTaken, hello.NodeId);
                connection.Outbox.Enqueue(new Welcome(ProtocolVersion.Choose(hello), [Features.Groups, Features.Ttl, Features.Digest, Features.Resync, Features.Progress, Features.OrMap, Features.Counter], Options.Limits, NowMs, connection.Subject, SimulatedWorld.HeartbeatMs));
                break;
            case OpBatch batch:
                connection.Session!.Receive(batch);
                _owners[PartitionId.Of(batch.Map)].Enqueue(connection, batch);
                break;
            case Subscribe subscribe:
                if (connection.Session!.Receive(subscribe) is { } ended) connection.Outbox.Enqueue(ended);
                break;
            case Unsubscribe unsubscribe:
                connection.Session!.Receive(unsubscribe);
                break;
            case DigestRequest request:
                connection.Session!.Receive(request);
                break;
            case Ping ping:
                connection.Outbox.Enqueue(new Pong(ping.Nonce, NowMs));
                break;
        }
    }

    private ServerFrame Torn(ServerFrame frame)
    {
        if (World.Sabotage != Sabotage.TornGroups || frame is not ChangePage page) return frame;
        return page with { Records = [.. page.Records.Where((record, i) => i == 0 || record.Version != page.Records[i - 1].Version)] };
    }

    private static bool ContainsPoison(Value? value) => value switch
    {
        StringValue text => text.Text.EndsWith(SimulatedWorld.PoisonMark, StringComparison.Ordinal),
        ObjectValue fields => fields.Fields.Values.Any(ContainsPoison),
        ListValue list => list.Items.Any(ContainsPoison),
        _ => false,
    };
}
