using System.Runtime.CompilerServices;
using TopGun.Core.Partitions;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Checkers;
using TopGun.Simulation.Devices;
using TopGun.Simulation.Server;

namespace TopGun.Simulation.World;

/// <summary>A server, some devices and a network in one thread, where time, chance and every fault come from one seed.</summary>
public sealed class SimulatedWorld
{
    /// <summary>How often sessions show that they live, in milliseconds.</summary>
    public const int HeartbeatMs = 2_000;

    /// <summary>What the value of a write that the store refuses ends with.</summary>
    public const string PoisonMark = "poison";

    private const int DevicesAtFirst = 5;
    private const int DevicesAtMost = 8;
    private const int StepsToRest = 4_000;
    private const long HourMs = 60 * 60 * 1000;
    private const long LongestTtlMs = HourMs;

    private readonly List<Device> _devices = [];
    private readonly List<string>? _trace;
    private bool _isHealed;
    private bool _hasAged;
    private long _lastValue;

    /// <summary>Makes the world of a seed.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="sabotage">What is taken out of it.</param>
    /// <param name="trace">Where what happens is written down; null for nowhere.</param>
    public SimulatedWorld(ulong seed, Sabotage sabotage = Sabotage.None, List<string>? trace = null)
    {
        _trace = trace;
        Sabotage = sabotage;
        Dice = new Dice(seed);
        Climate = Climate.Draw(Dice);
        NowMs = 1_700_000_000_000 + Dice.Below(1_000_000);
        Store = new SimStore();
        Server = new SimServer(this, Store, sabotage == Sabotage.NoTieBreak ? new FirstComeCodec() : RecordCodec.Instance);
        Ledger = new Ledger(this);
        // The ledger last: whoever compares with what was known before a commit asks it first. First among those that ask it of ops.
        Checkers =
        [
            new ExactlyOnce(this), new Durability(this), Ledger, new Merging(this), new ResultsFirst(this), new NothingSwallowed(this),
            new Counting(this), new Wholeness(this), new Visibility(this), new Events(this), new Clocks(this), new Convergence(this), new Resync(this), new MonotonicReads(this),
        ];
    }

    /// <summary>Chance.</summary>
    public Dice Dice { get; }

    /// <summary>What is taken out.</summary>
    public Sabotage Sabotage { get; }

    /// <summary>What kind of world it is.</summary>
    public Climate Climate { get; }

    /// <summary>True time, which is the server's, in Unix milliseconds.</summary>
    public long NowMs { get; private set; }

    /// <summary>The server's disk.</summary>
    public SimStore Store { get; }

    /// <summary>The server.</summary>
    public SimServer Server { get; }

    /// <summary>The book of ops and results.</summary>
    public Ledger Ledger { get; }

    /// <summary>Who watches.</summary>
    public IReadOnlyList<Checker> Checkers { get; }

    /// <summary>The devices that exist.</summary>
    public IReadOnlyList<Device> Devices => _devices;

    /// <summary>All streams that carry anything.</summary>
    public List<Link> Links { get; } = [];

    /// <summary>The partitions of the maps.</summary>
    public IEnumerable<PartitionId> Partitions => Climate.Maps.Select(PartitionId.Of).Distinct();

    /// <summary>Whether anybody reads the trace.</summary>
    public bool IsTraced => _trace is not null;

    /// <summary>Lets everything happen, heals everything, and lets the checkers judge what is left.</summary>
    public void Run()
    {
        Server.Start();
        for (var i = 1; i <= DevicesAtFirst; i++) _devices.Add(new Device(this, $"d{i}", new MemoryReplicaStore($"node{i}")));
        for (var i = 0; i < Climate.Steps; i++) Step();
        Heal();
        if (Climate.Absent > 0) PassSeason();
        if (Climate.Rot > 0) Rot();
        foreach (var checker in Checkers) checker.Ended();
    }

    /// <summary>The chance of a fault: none once everything is healed.</summary>
    public int Faults(int chance) => _isHealed ? 0 : chance;

    /// <summary>A value that no other write has.</summary>
    public Value NextValue()
    {
        var number = ++_lastValue;
        if (Dice.PerMille(Climate.Poison)) return $"v{number} {PoisonMark}";
        return Dice.Below(8) switch
        {
            0 => number,
            1 => number + 0.5,
            2 => Value.List(number, Value.Null),
            3 => Value.Object(("n", number)),
            _ => $"v{number}",
        };
    }

    /// <summary>An element: mostly one that others add too.</summary>
    public Value NextElement() => Dice.Percent(80) ? Value.Of($"e{Dice.Below(4)}") : NextValue();

    /// <summary>What is counted: mostly little, sometimes so much that a sum may leave its range.</summary>
    public long NextDelta()
    {
        var size = Dice.Percent(95) ? 1 + Dice.Below(5) : long.MaxValue - Dice.Below(3);
        return Dice.Percent(50) ? size : -size;
    }

    /// <summary>For how long a record is to live; null for as long as before.</summary>
    public long? NextTtlMs()
    {
        if (!Dice.Percent(Climate.Ttls)) return null;
        return Dice.Percent(80) ? Dice.Between(1_000, 3_000) : Dice.Between(1_000, LongestTtlMs);
    }

    /// <summary>Notes what happened.</summary>
    public void Trace([InterpolatedStringHandlerArgument("")] ref TraceLine line)
    {
        if (line.IsWanted) Trace(line.Take());
    }

    /// <summary>Notes what happened.</summary>
    public void Trace(string line) => _trace?.Add($"{NowMs % 100_000_000,9} {line}");

    private void Step()
    {
        if (!Dice.PerMille(Climate.Stillness)) NowMs += Dice.Below(Dice.Percent(5) ? 400 : 12);
        var device = Dice.Pick(_devices);
        (int Weight, Action Do)[] choices =
        [
            (Climate.Writes, device.Act),
            (60, device.Connect),
            (180, () => device.Send()),
            (220, () => device.Take()),
            (220, () => Receive(PickLink())),
            (260, Server.StepPartition),
            (300, () => Emit(PickLink())),
            (Climate.Cuts, () => PickLink()?.Break(Dice)),
            (Climate.Cuts / 3, () => device.IsOffline = !device.IsOffline),
            (Climate.DeviceCrashes, device.Crash),
            (Climate.ServerCrashes, RestartServer),
            (Climate.Copies, Copy),
            (Climate.ClockJumps, () => Disturb(device)),
            (Climate.Nights, PassNight),
            (Climate.Rules, ChangeRules),
        ];
        var drawn = Dice.Below(choices.Sum(choice => choice.Weight));
        foreach (var (weight, act) in choices)
        {
            if ((drawn -= weight) >= 0) continue;
            act();
            return;
        }
    }

    private Link? PickLink() => Links.Count == 0 ? null : Dice.Pick(Links);

    private bool Receive(Link? link)
    {
        if (link is null) return false;
        if (link.Up.Count > 0)
        {
            Server.Receive(link.Server, link.Up.Dequeue());
            return true;
        }

        if (!link.IsBroken) return false;
        Server.Close(link.Server);
        Links.Remove(link);
        return false;
    }

    private bool Emit(Link? link)
    {
        if (link is null or { IsBroken: true } || link.Down.Count >= Climate.LinkFrames) return false;
        var isAtWork = Server.Pull(link.Server);
        if (!link.Server.Outbox.TryDequeue(out var frame)) return isAtWork;
        foreach (var checker in Checkers) checker.Left(link.Server, frame);
        link.Down.Enqueue(Climate.OnWire ? WireMapping.Travel(frame) : frame);
        return true;
    }

    private void RestartServer()
    {
        if (!Server.IsUp)
        {
            Server.Start();
            return;
        }

        Server.Crash();
        foreach (var link in Links)
        {
            link.Up.Clear();
            link.Break(Dice);
        }

        Links.Clear();
        if (Dice.Percent(60)) Server.Start();
    }

    // A copy of a disk is a second device, or takes the place of the one that it was made of.
    private void Copy()
    {
        var device = Dice.Pick(_devices);
        switch (Dice.Below(3))
        {
            case 0:
                device.Backup = device.Store.Inner.Copy();
                break;
            case 1 when device.Backup is { } backup:
                Trace($"{device} is restored from its backup");
                device.Disconnect();
                _devices.Remove(device);
                _devices.Add(new Device(this, $"{device}r", backup.Copy()) { Backup = backup });
                break;
            case 2 when _devices.Count < DevicesAtMost:
                Trace($"{device} is cloned");
                _devices.Add(new Device(this, $"{device}c{_devices.Count}", device.Store.Inner.Copy()));
                break;
        }
    }

    private void Disturb(Device device)
    {
        if (Dice.Percent(50))
        {
            device.Clock.Jump();
            return;
        }

        device.Crash();
        device.Clock.Boot(NowMs);
    }

    private void PassNight()
    {
        Trace($"a night passes");
        foreach (var link in Links) link.Break(Dice);
        foreach (var device in _devices) device.Disconnect();
        NowMs += Dice.Between(HourMs, 72 * HourMs);
    }

    private void ChangeRules()
    {
        var denied = Dice.Below(3) switch { 0 => Core.Access.MapAction.Remove, 1 => Core.Access.MapAction.Put | Core.Access.MapAction.Remove, _ => default };
        Server.Rules.Deny(Dice.Pick(Climate.Maps), denied);
    }

    // Some are away while the others write and the server forgets; then they come back, over a network that breaks when they compare.
    private void PassSeason()
    {
        const int Part = 120;
        Trace($"a season begins");
        _isHealed = false;
        foreach (var device in _devices)
            if (Dice.Percent(Climate.Absent)) device.Leave();
        for (var i = 0; i < Part; i++) Step();
        NowMs += 2 * Climate.RetentionMs;
        for (var i = 0; i < Part; i++) Step();
        foreach (var device in _devices) device.ComeBack();
        for (var i = 0; i < 2 * Part; i++)
        {
            Step();
            if (Dice.Percent(10) && _devices.Find(device => device.IsWalking) is { Link: { } link }) link.Break(Dice);
        }

        Heal();
    }

    // What was to expire does, before anything is judged.
    private void Age()
    {
        _hasAged = true;
        NowMs += 2 * LongestTtlMs;
    }

    // Devices whose disks forgot, mixed up or kept old what they held, and that wrote on top of it, come to the server's state all the same.
    private void Rot()
    {
        foreach (var device in _devices.ToArray())
        {
            var disk = device.Spoilt();
            _devices.Remove(device);
            _devices.Add(new Device(this, $"{device}x", disk) { IsSpoilt = true });
        }

        foreach (var device in _devices)
            if (Dice.Percent(30)) device.Act();
        Heal();
    }

    private void Heal()
    {
        Trace("all is healed");
        _isHealed = true;
        Server.Rules.AllowAll();
        if (!Server.IsUp) Server.Start();
        foreach (var device in _devices) device.ComeBack();
        var wasAtRest = false;
        for (var i = 0; i < StepsToRest; i++)
        {
            NowMs += Dice.Below(30);
            var moved = false;
            foreach (var device in _devices)
            {
                device.Connect();
                moved |= device.Send();
                moved |= device.Take();
            }

            foreach (var link in Links.ToArray()) moved |= Receive(link) | Emit(link);
            for (var step = 0; step < 4; step++) Server.StepPartition();
            if (!moved && Server.IsIdle && _devices.All(device => device.IsAtRest))
            {
                // What the server did of itself in this step is still to be told.
                if (!wasAtRest) wasAtRest = true;
                else if (_hasAged) return;
                else Age();
            }
            else
            {
                wasAtRest = false;
            }
        }

        throw new InvariantBrokenException("Quiescence", $"After {StepsToRest} steps these are not at rest: {string.Join(", ", _devices.Where(device => !device.IsAtRest).Select(device => $"{device} with {device.Log.Count} ops"))}.");
    }
}
