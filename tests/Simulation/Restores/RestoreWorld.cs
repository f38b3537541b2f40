using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Restores;

/// <summary>A server with one map that is restored again and again, from older and from newer backups, and the devices that had seen more; all of it from one seed.</summary>
internal sealed class RestoreWorld
{
    public const string Map = "orders";
    private const int Keys = 12;
    private const int Steps = 250;
    private static readonly PartitionId Id = PartitionId.Of(Map);

    private readonly PartitionOptions _options = new();
    private readonly List<RestoredDevice> _devices = [];
    private readonly List<List<PartitionCommit>> _backups = [[]];

    // Of the history that the server has: what each write left, and at which version.
    private readonly Dictionary<(string Key, string? Field, Value? Value, Core.Time.HlcTimestamp At), long> _written = [];
    private List<PartitionCommit> _history = [];
    private SimStore _store = new();
    private WriterId _other;
    private ulong _epoch;
    private long _number;
    private long _values;

    public RestoreWorld(ulong seed)
    {
        Dice = new Dice(seed);
        Partition = Take();
        _other = new WriterId("other", "w0");
        for (var i = 2 + Dice.Below(3); i > 0; i--) _devices.Add(new RestoredDevice(this, $"node{i}"));
    }

    public Dice Dice { get; }

    public Partition Partition { get; private set; }

    public long NowMs { get; private set; } = 1_700_000_000_000;

    /// <summary>How often the server was restored.</summary>
    public int Restores { get; private set; }

    /// <summary>Entries of inboxes that tell what devices held.</summary>
    public int Told => _devices.Sum(device => device.Told);

    /// <summary>Such entries of which a device could not know whether the server had gone on from what they tell.</summary>
    public int Unsure => _devices.Sum(device => device.Unsure);

    public static Principal User { get; } = new("ann", FrozenSet<string>.Empty, ObjectValue.Empty);

    public SyncLimits Limits => _options.Limits;

    public void Run()
    {
        for (var step = 0; step < Steps; step++) Step();
        NowMs += 60_000;
        foreach (var device in _devices) device.Settle();
    }

    /// <summary>A batch of a device, committed at once.</summary>
    public BatchReceipt Execute(OpBatch batch)
    {
        var receipt = Partition.Execute(batch, User, NowMs);
        Commit();
        return receipt;
    }

    /// <summary>Whether a write is in the server's history up to a version.</summary>
    public bool Has(Trace trace, long version) => _written.TryGetValue(KeyOf(trace), out var at) && at <= version;

    /// <summary>Whether a field's value, whoever dated it, or a removal of a time, is in the server's history up to a version.</summary>
    public bool HasTold(Trace told, long version) => Has(told.Field is null ? told : told with { At = default }, version);

    /// <summary>Some write, of values that were never written before.</summary>
    public Write NextWrite() => NextWrite($"k{Dice.Below(Keys)}");

    private Write NextWrite(string key) => Dice.Below(10) switch
    {
        < 2 => new RemoveWrite(key, WriteBase.Unknown),
        < 6 => new PatchWrite(key, WriteBase.Unknown, Value.Object(Field(Dice.Below(3))).Fields, []),
        _ => new ReplaceWrite(key, WriteBase.Unknown, Value.Object(Field(0), Field(1), Field(2))),
    };

    private (string, Value) Field(int which) => which switch
    {
        0 => ("owner", Value.Of($"{Dice.Pick(["ann", "bob", "cid"])}/{++_values}")),
        1 => ("number", Value.Of(++_values)),
        _ => ("text", Value.Of($"{++_values}")),
    };

    private void Step()
    {
        NowMs += Dice.Below(50);
        var device = Dice.Pick(_devices);
        switch (Dice.Below(1_000))
        {
            case < 80: Write(); break;
            case < 200: device.Write(); break;
            case < 940: device.Talk(); break;
            case < 960: device.Disconnect(); break;
            case < 975: device.Restart(); break;
            case < 980: HandOver(); break;
            case < 990: _backups.Add([.. _history]); break;
            default: Restore(); break;
        }
    }

    // Of somebody who is none of the devices.
    private void Write() => Execute(new OpBatch(Map, _other, _number, NowMs, [new Op(++_number, Dice.Bits(), ++NowMs, 0, [new OpWrite(NextWrite(), null)])]));

    // Another process takes over, in an epoch of which a backup from before knows nothing.
    private void HandOver()
    {
        foreach (var device in _devices) device.Disconnect();
        Partition = Take();
    }

    private void Restore()
    {
        // Mostly the last minutes are lost; or what is found is an old backup, or then a newer one.
        var kept = Dice.Percent(60) ? _history.Take(Math.Max(0, _history.Count - Dice.Below(15))).ToList() : [.. Dice.Pick(_backups)];
        Restores++;
        foreach (var device in _devices) device.Remember();
        _store = new SimStore();
        foreach (var commit in kept)
        {
            _store.Take(Id, commit.Epoch);
            _store.Commit(commit);
        }

        _history = kept;
        _written.Clear();
        foreach (var commit in kept) Note(commit);
        (_other, _number) = (new WriterId("other", $"w{Restores}"), 0);
        Partition = Take();
    }

    private Partition Take()
    {
        var partition = new Partition(Id, _store.Take(Id, ++_epoch), _epoch, _options, RecordCodec.Instance, new Rules());
        partition.Load(_store.Load(Map));
        return partition;
    }

    private void Commit()
    {
        if (Partition.Seal(NowMs) is not { } commit) return;
        _store.Commit(commit);
        _history.Add(commit);
        Note(commit);
        Partition.Publish();
    }

    private void Note(PartitionCommit commit)
    {
        foreach (var change in commit.Records)
            foreach (var trace in Trace.In(change.Key, RecordCodec.Instance.Decode(change.Bytes)))
            {
                _written.TryAdd(KeyOf(trace), change.Version);
                if (trace.Field is not null) _written.TryAdd(KeyOf(trace with { At = default }), change.Version);
            }
    }

    private static (string Key, string? Field, Value? Value, Core.Time.HlcTimestamp At) KeyOf(Trace trace) => (trace.Key, trace.Field, trace.Value, trace.At);
}
