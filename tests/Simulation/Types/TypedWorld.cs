using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Calls;
using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Checkers;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Types;

/// <summary>A server with one map of sets or of counters, devices that hold parts of it, and callers without a device who write under idempotency keys; all of it from one seed.</summary>
/// <remarks>What is judged is compared, write by write, with sets and counters that are merged a second time.</remarks>
internal sealed class TypedWorld
{
    public const string Map = "things";
    private static readonly PartitionId Id = PartitionId.Of(Map);

    private readonly PartitionOptions _options = new();
    private readonly SimStore _store = new();
    private readonly Dictionary<string, KeyedOutcome> _keyed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ModelSet> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<WriterId, long> _judged = [];
    private readonly List<TypedHolder> _holders = [];
    private readonly List<(WriteCall Call, CallOutcome? Outcome)> _calls = [];
    private ulong _epoch;
    private int _lastCall;

    public TypedWorld(ulong seed)
    {
        Dice = new Dice(seed);
        Type = Dice.Pick([MapType.OrMap, MapType.PnCounter]);
        Partition = Take();
        for (var i = 0; i < 3; i++) _holders.Add(new TypedHolder(this, $"node{i}"));
    }

    public static Principal User { get; } = new("ann", FrozenSet<string>.Empty, ObjectValue.Empty);

    public Dice Dice { get; }

    public MapType Type { get; }

    public Partition Partition { get; private set; }

    public long NowMs { get; private set; } = 1_700_000_000_000;

    public SyncLimits Limits => _options.Limits;

    public string Key() => $"k{Dice.Below(4)}";

    public Value Element() => $"e{Dice.Below(4)}";

    /// <summary>Mostly little, sometimes so much that the next one may be too much.</summary>
    public long Delta() => (Dice.Percent(97) ? 1 + Dice.Below(5) : long.MaxValue - Dice.Below(3)) * (Dice.Percent(50) ? 1 : -1);

    public void Run()
    {
        for (var steps = Dice.Pick([60, 120, 400]); steps > 0; steps--) Step();
        foreach (var (call, _) in _calls.ToArray()) Try(call);
        NowMs += 60_000;
        foreach (var holder in _holders) holder.Settle();
        CheckModels();
    }

    /// <summary>Lets every wait be over.</summary>
    public void Wait() => NowMs += 60_000;

    /// <summary>A batch of a device.</summary>
    /// <returns>What to answer; null when the commit failed, and with it the stream.</returns>
    public BatchReceipt? Execute(OpBatch batch)
    {
        var receipt = Partition.Execute(batch, User, NowMs);
        if (!Commit()) return null;
        foreach (var op in batch.Ops)
        {
            // What comes again changes nothing, which the comparison below would find.
            if (op.Number <= _judged.GetValueOrDefault(batch.Writer)) continue;
            if (receipt.Stopped is { } stopped && op.Number >= stopped.NextNumber) break;
            var result = Partition.Committed.ReadResults(Map, batch.Writer, op.Number - 1, 1).Single();
            _judged[batch.Writer] = op.Number;
            var (write, _) = op.Writes.Single();
            var (code, _) = Model(write.Key).Apply(write, batch.Writer, op.Number);
            Assert.Equal((write, code), (write, result.Code));
        }

        CheckModels();
        return receipt;
    }

    private void Step()
    {
        NowMs += Dice.Below(50);
        var holder = Dice.Pick(_holders);
        switch (Dice.Below(100))
        {
            case < 18: holder.Write(); break;
            case < 30: Try(NewCall()); break;
            case < 35 when _calls.Count > 0: Try(Dice.Pick(_calls).Call); break;
            case < 86: holder.Talk(); break;
            case < 91: holder.Disconnect(); break;
            case < 94: holder.Restart(); break;
            case < 97: holder.ChangeViews(); break;
            default: Partition = Take(); break;
        }

        holder.CheckShown();
    }

    private WriteCall NewCall()
    {
        var key = Key();
        Value[] elements = [.. Enumerable.Range(0, 1 + Dice.Below(3)).Select(_ => Element()).Distinct()];
        Write write = (Type, Dice.Below(10)) switch
        {
            (MapType.OrMap, < 6) => new AddElementsWrite(key, [.. elements.Select(element => new SeenElement(element, null))]),
            (MapType.OrMap, < 9) => new RemoveElementsWrite(key, [.. elements.Select(element => new SeenElement(element, null))]),
            (MapType.OrMap, _) => new RemoveElementsWrite(key, null),
            (_, < 8) => new CountWrite(key, Delta()),
            _ => new RemoveCounterWrite(key, null),
        };
        var number = ++_lastCall;
        var call = new WriteCall(Map, [new OpWrite(write)], new KeyedWrite($"call-{number}", BitConverter.GetBytes(number)));
        _calls.Add((call, null));
        return call;
    }

    // Under its idempotency key: whatever became of the calls before, it counts once, and has one outcome.
    private void Try(WriteCall call)
    {
        var (write, _) = call.Writes[0];
        var moment = Partition.Committed.MomentOf(Map);
        var answer = Partition.Execute(call, moment, _keyed.GetValueOrDefault(call.Keyed!.Key), User, NowMs);
        // Nobody was told of it.
        if (!Commit()) return;
        var outcome = Assert.IsType<CallOutcome>(answer);
        var i = _calls.FindIndex(known => known.Call == call);
        if (_calls[i].Outcome is { } before)
        {
            Assert.Equal(before, outcome);
        }
        else
        {
            _calls[i] = (call, outcome);
            var (code, _) = Model(write.Key).Apply(write, write is AddElementsWrite add ? TagOf(add) : default);
            Assert.Equal((write, code), (write, outcome.Code));
        }

        CheckModels();
    }

    // The server gives what came without an op a tag of its own; that it is new is what matters.
    private ElementTag TagOf(AddElementsWrite add)
    {
        var record = Decode(Partition.Committed.Read(Map, add.Key));
        var place = ((ListValue)record.ToValue()!).Items.ToList().IndexOf(add.Elements[0].Value);
        var tag = Assert.Single(record.Tags[place], tag => tag.Writer.StartsWith('~') && !Model(add.Key).Has(tag));
        Assert.Equal(0, tag.Index);
        return tag;
    }

    private void CheckModels()
    {
        foreach (var (key, model) in _models)
            if (model.DifferenceTo(Decode(Partition.Committed.Read(Map, key))) is { } difference) Assert.Fail($"{key}: {difference}.");
    }

    private ModelSet Model(string key)
    {
        if (_models.TryGetValue(key, out var model)) return model;
        return _models[key] = new ModelSet();
    }

    private static Record Decode(ChangedRecord? record) => record is { } found ? RecordCodec.Instance.Decode(found.Bytes.Span) : Record.Never;

    private Partition Take()
    {
        var partition = new Partition(Id, _store.Take(Id, ++_epoch), _epoch, _options, RecordCodec.Instance, new Rules());
        partition.Load(_store.Load(Map));
        return partition;
    }

    // Whether what was judged is durable, and its callers are told. It may be durable without that.
    private bool Commit()
    {
        if (Partition.Seal(NowMs) is not { } commit) return true;
        if (Dice.Percent(5))
        {
            Partition.Discard();
            return false;
        }

        _store.Commit(commit);
        foreach (var keyed in commit.Keyed) _keyed[keyed.Write.Key] = keyed;
        Partition.Publish();
        return true;
    }
}
