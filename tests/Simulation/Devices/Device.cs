using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Protocol.Records;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Devices;

/// <summary>A device: its disk, its clocks, its stream, and the process in which an <see cref="Application"/> uses a replica.</summary>
public sealed class Device
{
    private readonly SimulatedWorld _world;
    private readonly SortedDictionary<long, LoggedOp> _log = [];
    private readonly Dictionary<int, string> _subscriptions = [];
    private readonly Application _application;
    private ReplicaSession? _session;
    private bool _isAway;

    /// <summary>Puts a device into the world, with a disk that is new or a copy.</summary>
    public Device(SimulatedWorld world, string name, MemoryReplicaStore disk)
    {
        _world = world;
        Name = name;
        var state = disk.Load();
        Subject = $"user of {state.NodeId}";
        Time = state.Time;
        foreach (var op in state.Ops) _log[op.Position] = op;
        Clock = new DeviceClock(world.Dice, world.NowMs, world.Climate.WrongClocks);
        Store = new ObservedStore(disk, Storing);
        _application = new Application(world, this);
        Replica = Open();
        foreach (var checker in world.Checkers) checker.Joined(this);
        Store.Dies = () => world.Dice.PerMille(world.Faults(world.Climate.DeviceStoreCrashes));
    }

    /// <summary>A name for traces.</summary>
    public string Name { get; }

    /// <summary>The user.</summary>
    public string Subject { get; }

    /// <summary>The clocks.</summary>
    public DeviceClock Clock { get; }

    /// <summary>The disk.</summary>
    public ObservedStore Store { get; }

    /// <summary>The replica, as long as the process lives.</summary>
    public Replica Replica { get; private set; }

    /// <summary>The stream to the server; null when there is none.</summary>
    public Link? Link { get; private set; }

    /// <summary>Whether the device is out of reach.</summary>
    public bool IsOffline { get; set; }

    /// <summary>Whether it compares a map after a Reset.</summary>
    public bool IsWalking => _world.Climate.Maps.Any(map => Replica.MapOf(map).IsWalking);

    /// <summary>Whether records of its disk went bad, and the device was not in step with the server since.</summary>
    public bool IsSpoilt { get; set; }

    /// <summary>A copy of the disk from earlier; null when none was made.</summary>
    public MemoryReplicaStore? Backup { get; set; }

    /// <summary>The op log, as its disk has it.</summary>
    public IReadOnlyDictionary<long, LoggedOp> Log => _log;

    /// <summary>What the disk knows of the server's time.</summary>
    public ServerTime Time { get; private set; }

    /// <summary>When the device last asked the server for its time.</summary>
    public long AskedMs { get; private set; }

    /// <summary>The rejections that the application discarded or retried.</summary>
    public HashSet<long> Released { get; } = [];

    /// <summary>Whether nothing waits for the server.</summary>
    public bool IsAtRest => _session is { IsSynced: true } && _log.Count == 0;

    /// <summary>The map of a subscription of the stream.</summary>
    public string MapOf(int subscription) => _subscriptions[subscription];

    /// <summary>The application does something.</summary>
    public void Act() => InStep(_application.Act);

    /// <summary>Connects, unless there is a stream or nobody can be reached.</summary>
    public void Connect()
    {
        if (Link is not null || IsOffline || _isAway || !_world.Server.IsUp) return;
        _subscriptions.Clear();
        Link = new Link { Server = _world.Server.Accept(Subject) };
        _session = new ReplicaSession(Replica, _world.Climate.Maps, "simulation");
        _world.Links.Add(Link);
        _world.Trace($"{this} connects by {Link.Server}");
    }

    /// <summary>Is out of reach until it comes back.</summary>
    public void Leave()
    {
        _world.Trace($"{this} leaves");
        Disconnect();
        _isAway = true;
    }

    /// <summary>Is in reach from here on.</summary>
    public void ComeBack()
    {
        IsOffline = false;
        _isAway = false;
    }

    /// <summary>Forgets the stream.</summary>
    public void Disconnect()
    {
        if (Link is not null)
            foreach (var checker in _world.Checkers) checker.Parted(this);
        Link?.Break(_world.Dice);
        Link = null;
        _session = null;
    }

    /// <summary>Sends the next frame, if there is one and the link has room.</summary>
    /// <returns>Whether a frame was sent.</returns>
    public bool Send() => Link is { IsBroken: false } link && link.Up.Count < _world.Climate.LinkFrames && InStep(() =>
    {
        var now = Clock.Read(_world.NowMs);
        if (_session!.IsSilent(now))
        {
            Disconnect();
            return false;
        }

        if (_session.Next(now) is not { } frame) return false;
        if (frame is Hello or Ping) AskedMs = _world.NowMs;
        if (frame is Subscribe subscribe) _subscriptions[subscribe.SubscriptionId] = subscribe.Map;
        _world.Trace($"{this} sends {frame.GetType().Name} {Show(frame)}");
        link.Up.Enqueue(_world.Climate.OnWire ? WireMapping.Travel(frame, _world.Server.Options.Limits) : frame);
        return true;
    });

    /// <summary>Takes the next frame, if one has arrived.</summary>
    /// <returns>Whether a frame was taken.</returns>
    public bool Take()
    {
        if (Link is not { } link) return false;
        if (link.Down.Count > 0)
        {
            return InStep(() =>
            {
                var frame = link.Down.Dequeue();
                _world.Trace($"{this} takes {frame.GetType().Name} {Show(frame)}");
                foreach (var checker in _world.Checkers) checker.Arriving(this, frame);
                _session!.Receive(frame, Clock.Read(_world.NowMs));
                IsSpoilt &= !_session.IsSynced;
                return true;
            });
        }

        if (link.IsBroken) Disconnect();
        return false;
    }

    /// <summary>The process dies and is started again.</summary>
    public void Crash() => Crash(false);

    /// <summary>Ends the process, and gives its disk with confirmed records that went bad: some are gone, some are old, some have the bytes of others.</summary>
    public MemoryReplicaStore Spoilt()
    {
        Disconnect();
        var disk = Store.Inner.Copy();
        foreach (var map in _world.Climate.Maps)
            foreach (var key in _world.Climate.Keys)
                if (_world.Dice.Percent(_world.Climate.Rot)) Spoil(disk, map, key);
        return disk;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private void Crash(bool inStep)
    {
        _world.Trace($"{this} dies");
        Disconnect();
        Store.Dies = null;
        Replica = Open();
        Store.Dies = () => _world.Dice.PerMille(_world.Faults(_world.Climate.DeviceStoreCrashes));
        foreach (var checker in _world.Checkers) checker.Reopened(this, inStep);
    }

    private void Spoil(MemoryReplicaStore disk, string map, string key)
    {
        var change = new ReplicaChange();
        var held = disk.Find(map, key);
        var other = disk.Find(map, _world.Dice.Pick(_world.Climate.Keys));
        switch (_world.Dice.Below(3))
        {
            case 0 when held is { IsLive: true }:
                change.DroppedRecords.Add((map, key));
                break;
            case 1 when held is { IsLive: true, Version: > 1 } record:
                change.PutRecords.Add((map, record with { Version = record.Version - 1 }));
                break;
            case 2 when other is { IsLive: true } foreign:
                change.PutRecords.Add((map, foreign with { Key = key, Version = held?.Version ?? foreign.Version }));
                break;
        }

        if (change.IsEmpty) return;
        _world.Trace($"{this} has a bad record {map}/{key}");
        disk.Commit(change);
    }

    private Replica Open()
    {
        var replica = new Replica(Store, RecordCodec.Instance, _world.Dice.Bits);
        foreach (var map in _world.Climate.Maps) replica.Watch(map);
        return replica;
    }

    private void Storing(ReplicaChange change)
    {
        Time = change.Time ?? Time;
        foreach (var checker in _world.Checkers) checker.Storing(this, change);
        foreach (var op in change.PutOps)
        {
            Changing(_log.GetValueOrDefault(op.Position), op, null);
            _log[op.Position] = op;
        }

        foreach (var position in change.DroppedOps)
        {
            _log.Remove(position, out var op);
            var rejection = change.AddedRejections.FirstOrDefault(rejection => rejection.OpId == op!.OpId);
            Changing(op, null, rejection);
        }
    }

    private void Changing(LoggedOp? before, LoggedOp? after, Rejection? rejection)
    {
        foreach (var checker in _world.Checkers) checker.Changing(this, before, after, rejection);
    }

    private void InStep(Action act) => InStep(() =>
    {
        act();
        return true;
    });

    private bool InStep(Func<bool> act)
    {
        var done = true;
        try
        {
            done = act();
        }
        catch (DeviceCrashedException)
        {
            Crash(true);
        }

        if (done)
            foreach (var checker in _world.Checkers) checker.Stepped(this);
        return done;
    }

    private static string Show(object frame) => frame switch
    {
        OpBatch batch => $"{batch.Map} {batch.Writer.Suffix[..3]} [{string.Join(' ', batch.Ops.Select(op => $"{op.Number}@{op.Millis}.{op.Counter}"))}] settled {batch.SettledThrough}",
        Subscribe subscribe => $"{subscribe.Map} from {subscribe.From?.Version} [{string.Join(' ', subscribe.Writers.Select(w => $"{w.Writer.Suffix[..3]}:{w.LowestUnsettled}"))}]",
        OpResults results => $"{results.Map} {results.Writer.Suffix[..3]} [{string.Join(' ', results.Results.Select(r => $"{r.Number}={r.Code}:{r.Version}{(r.Stamped is { } at ? $"@{at.Millis}" : "")}"))}]",
        ChangePage page => $"sub {page.SubscriptionId} {page.From.Version}..{page.To.Version}{(page.More ? "+" : "")} [{string.Join(' ', page.Records.Select(r => $"{r.Key}:{r.Version}"))}]",
        BatchStopped stopped => $"{stopped.Map} {stopped.Writer.Suffix[..3]} {stopped.Error.Code} next {stopped.NextNumber}",
        _ => "",
    };
}
