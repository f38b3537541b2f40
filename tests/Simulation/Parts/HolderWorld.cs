using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Parts;

/// <summary>A server with one map, and devices that hold the whole of it, parts, or both; all of it from one seed.</summary>
internal sealed class HolderWorld
{
    public const string Map = "orders";
    private static readonly PartitionId Id = PartitionId.Of(Map);
    private static readonly WriterId Writer = new("other", "w");

    private readonly PartitionOptions _options = new() { TombstoneRetentionMs = 60_000 };
    private readonly List<PartitionCommit> _history = [];
    private readonly List<Holder> _holders = [];
    private readonly Dictionary<Cursor, MapMoment> _moments = [];
    private SimStore _store = new();
    private ulong _epoch;
    private long _number;

    public HolderWorld(ulong seed)
    {
        Dice = new Dice(seed);
        Partition = Take();
        for (var i = 0; i < 2; i++) _holders.Add(new Holder(this, $"node{i}"));
    }

    public Dice Dice { get; }

    public Partition Partition { get; private set; }

    public long NowMs { get; private set; } = 1_700_000_000_000;

    /// <summary>Whether what was acknowledged has been lost: the server was restored.</summary>
    public bool IsRestored { get; private set; }

    public static Principal User { get; } = new("ann", FrozenSet<string>.Empty, ObjectValue.Empty);

    public SyncLimits Limits => _options.Limits;

    public void Run()
    {
        // Many short worlds and some long ones: most of what goes wrong does so soon.
        for (var steps = Dice.Pick([50, 100, 100, 350]); steps > 0; steps--) Step();
        foreach (var holder in _holders) holder.Settle();
    }

    /// <summary>A batch of a device, committed at once.</summary>
    public BatchReceipt Execute(OpBatch batch)
    {
        var receipt = Partition.Execute(batch, User, NowMs);
        Commit();
        return receipt;
    }

    public static (string, Value) Field(Dice dice, int which) => which switch
    {
        0 => ("owner", dice.Pick<Value>(["ann", "bob", "cid"])),
        1 => ("number", Value.Of(dice.Below(6))),
        _ => ("text", Value.Of(new string('x', dice.Below(100)))),
    };

    /// <summary>The map as it was at a cursor, also of a history that was lost since.</summary>
    public MapMoment At(Cursor cursor)
        => cursor == Cursor.Start ? new MapMoment([]) : _moments[cursor];

    /// <summary>Lets every wait be over.</summary>
    public void Wait() => NowMs += 60_000;

    private void Step()
    {
        NowMs += Dice.Below(50);
        var holder = Dice.Pick(_holders);
        switch (Dice.Below(1_000))
        {
            case < 150: Write(); break;
            case < 300: holder.Write(); break;
            case < 900: holder.Talk(); break;
            case < 940: holder.Disconnect(); break;
            case < 960: holder.Restart(); break;
            case < 984: holder.ChangeViews(); break;
            case < 986: Expire(); break;
            case < 988: holder.BackUp(); break;
            case < 989: holder.GoBack(); break;
            case < 993: Forget(); break;
            case < 997: HandOver(); break;
            default: Restore(); break;
        }

        // Nothing happens to the other one.
        holder.CheckOwn();
    }

    private void Write()
    {
        List<Op> ops = [];
        for (var i = 1 + Dice.Below(5); i > 0; i--)
        {
            var key = $"k{Dice.Below(20)}";
            ops.Add(new Op(++_number, (ulong)_number, ++NowMs, 0, null, Dice.Below(10) switch
            {
                < 2 => new RemoveWrite(key, WriteBase.Unknown),
                < 6 => new PatchWrite(key, WriteBase.Unknown, Value.Object(Field(Dice, Dice.Below(3))).Fields, []),
                _ => new ReplaceWrite(key, WriteBase.Unknown, Value.Object(Field(Dice, 0), Field(Dice, 1), Field(Dice, 2))),
            }));
        }

        Execute(new OpBatch(Map, Writer, ops[0].Number - 1, NowMs, ops));
    }

    private void Expire()
    {
        NowMs += Dice.Between(1, 20_000);
        Partition.Expire(Map, NowMs, Dice.Pick([1, 100]));
        Commit();
    }

    private void Forget()
    {
        NowMs += Dice.Between(1, 90_000);
        Partition.Collect(Map, NowMs, 1_000);
        Commit();
    }

    // Another process takes over; or the same one reads the map again, and connections stay.
    private void HandOver()
    {
        var isNewProcess = Dice.Percent(50);
        if (isNewProcess) foreach (var holder in _holders) holder.Disconnect();
        Partition = Take();
    }

    // A backup of some time ago.
    private void Restore()
    {
        IsRestored = true;
        var kept = _history.Take(Math.Max(0, _history.Count - Dice.Below(12))).ToList();
        foreach (var holder in _holders)
        {
            holder.Disconnect();
            holder.Remember(kept.Count == 0 ? 0 : kept[^1].NewHead);
        }

        _history.Clear();
        _store = new SimStore();
        foreach (var commit in kept)
        {
            _store.Take(Id, commit.Epoch);
            _store.Commit(commit);
        }

        _history.AddRange(kept);
        // The other writer is a new one: it knows nothing of what it wrote.
        _number = _store.Load(Map).Writers.FirstOrDefault(writer => writer.Writer == Writer)?.Last ?? 0;
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
        Partition.Publish();
        _moments[Partition.Committed.CursorAt(Partition.Committed.Head)] = new MapMoment(Partition.Committed.ReadAll(Map));
    }
}
