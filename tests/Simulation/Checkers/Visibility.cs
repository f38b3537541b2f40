using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Simulation.Devices;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>A device's own write shows at once, and nothing of it appears or disappears without a cause that a user could name.</summary>
/// <remarks>
/// Causes are: the confirmed record of the key changed, the device wrote to the key or gave a write up, one of its writes to the key was
/// refused, superseded or stamped by the server, or is in a group with one that builds on a stamped write, the device's clock was
/// measured anew. A result that says applied is no cause, nor is a restart, nor is the first sending a cause to appear.
/// Each write of a world has a value of its own, so what is shown tells whose write it is.
/// </remarks>
public sealed class Visibility(SimulatedWorld world) : Checker(world)
{
    private readonly Dictionary<Device, Eyes> _eyes = [];

    // Maps whose walk ends with the step that is being stored.
    private HashSet<string> _ending = [];

    /// <inheritdoc/>
    public override void Joined(Device device) => _eyes[device] = new Eyes();

    /// <inheritdoc/>
    public override void Storing(Device device, ReplicaChange change)
    {
        _ending = [.. change.PutMaps.Where(map => !map.IsWalking && device.Replica.MapOf(map.Map).IsWalking).Select(map => map.Map)];
        // A better measure of the clock dates what was never sent anew.
        if (change.Time is null) return;
        foreach (var op in device.Log.Values)
            if (op.FirstSentMs == 0) _eyes[device].Caused.UnionWith(op.Keys.Select(key => (op.Map, key)));
    }

    /// <inheritdoc/>
    public override void Changing(Device device, LoggedOp? before, LoggedOp? after, Rejection? rejection)
    {
        var eyes = _eyes[device];
        var op = (after ?? before)!;
        (string, string)[] keys = [.. op.Keys.Select(key => (op.Map, key))];
        var isRefusedOrNew = before is null || rejection is not null || (after is { IsGivenUp: true } && !before.IsGivenUp);
        var isSuperseded = Ledger.Find(op.OpId)?.Recorded is { Code: OpResultCode.Superseded };
        if (isRefusedOrNew || isSuperseded || before is { IsGivenUp: true }) eyes.Caused.UnionWith(keys);
        // The end of a walk says of all keys at once what became of them, of a removal too.
        if (before is { SettledAt: { } at } && after is null && _ending.Contains(op.Map))
            eyes.MayHide.UnionWith(keys.Where(key => Ledger.VersionOf(key.Item1, key.Item2) > at.Version));
        // Of a group a part may have come to nothing, by another date even, that a copy of the device gave it.
        if (op.IsGroup && Ledger.Find(op.OpId) is { Recorded: not null } facts)
            eyes.Caused.UnionWith(keys.Where(key => !facts.Changed.Contains(key.Item2)));
        if (before is null || after is null || before.At == after.At) return;
        eyes.MayHide.UnionWith(keys);
        if (before.FirstSentMs != 0) eyes.Caused.UnionWith(Raised(device, op, keys));
    }

    // What was written on top of a stamped write, and not sent yet, is dated above it; and a group has one date for all its keys. Where a write without
    // a result is raised, all that was not sent yet comes after it.
    private static HashSet<(string Map, string Key)> Raised(Device device, LoggedOp stamped, IEnumerable<(string Map, string Key)> keys)
    {
        HashSet<(string Map, string Key)> raised = [.. keys];
        foreach (var op in device.Log.Values.Where(op => op.Map == stamped.Map && op.FirstSentMs == 0).OrderBy(op => op.Position))
            if (!stamped.IsSettled || op.Keys.Any(key => raised.Contains((op.Map, key)))) raised.UnionWith(op.Keys.Select(key => (op.Map, key)));
        return raised;
    }

    /// <inheritdoc/>
    public override void Wrote(Device device, LoggedOp op, IReadOnlyDictionary<string, Value?> before)
    {
        foreach (var (write, _) in op.Writes)
        {
            var shown = device.Replica.Get(op.Map, write.Key);
            if (!Equals(shown, Expected(write, before[write.Key])))
                throw Broken($"{device} wrote {Ledger.Find(op.OpId)} on {write.Key} as {before[write.Key]}, and shows {shown}.");
            foreach (var (field, value) in Fields(write)) _eyes[device].Sights.Add(new Sight(op, write.Key, field, value));
        }
    }

    /// <inheritdoc/>
    public override void Reopened(Device device, bool inStep)
    {
        if (inStep) return;
        foreach (var (key, was) in _eyes[device].Shown)
            if (!Equals(was, device.Replica.Get(key.Map, key.Key)))
                throw Broken($"{device} showed {key} as {was} before its process died, and {device.Replica.Get(key.Map, key.Key)} after.");
    }

    /// <inheritdoc/>
    public override void Stepped(Device device)
    {
        var eyes = _eyes[device];
        eyes.IsSpoilt |= device.IsSpoilt;
        foreach (var map in World.Climate.Maps)
            foreach (var name in World.Climate.Keys)
            {
                var key = (map, name);
                var shown = device.Replica.Get(map, name);
                var isKnown = eyes.Shown.TryGetValue(key, out var before);
                eyes.Shown[key] = shown;
                var version = device.Store.Inner.Find(map, name)?.Version ?? 0;
                var isConfirmed = eyes.Versions.GetValueOrDefault(key) != version;
                eyes.Versions[key] = version;
                if (Equals(before, shown)) continue;

                var mayShow = isConfirmed || eyes.Caused.Contains(key);
                // Elements and sums are not this device's alone, but they change for a reason all the same. Time is none.
                if (!mayShow && isKnown && !eyes.IsSpoilt && device.Replica.TypeOf(map) != MapType.Lww && !IsForgotten(key))
                    throw Broken($"{device} shows {map}/{name} as {shown}, and showed {before}, without a cause.");
                Look(device, eyes, key, shown, mayShow, mayShow || eyes.MayHide.Contains(key));
            }

        eyes.Caused.Clear();
        eyes.MayHide.Clear();
    }

    private void Look(Device device, Eyes eyes, (string Map, string Key) key, Value? shown, bool mayShow, bool mayHide)
    {
        foreach (var sight in eyes.Sights)
        {
            if (sight.Op.Map != key.Map || sight.Key != key.Key) continue;
            var isVisible = sight.IsIn(shown);
            if (isVisible == sight.IsVisible) continue;
            sight.IsVisible = isVisible;
            if (isVisible ? mayShow : mayHide || IsForgotten(key)) continue;
            throw Broken($"{device}: {Ledger.Find(sight.Op.OpId)} {(isVisible ? "came back into" : "vanished from")} view without a cause; shown is {shown}.");
        }
    }

    // A removal that is forgotten takes a value along without a word of the key.
    private bool IsForgotten((string Map, string Key) key) => Ledger.ForgottenThrough(key.Map, key.Key) > 0;

    private static Value? Expected(Write write, Value? before) => write switch
    {
        PatchWrite patch => Value.Object([.. (before as ObjectValue ?? ObjectValue.Empty).Fields
            .Where(pair => !patch.Set.ContainsKey(pair.Key) && !patch.Erase.Contains(pair.Key))
            .Concat(patch.Set).Select(pair => (pair.Key, pair.Value))]),
        ReplaceWrite replace => replace.Object,
        ValueWrite value => value.Value,
        AddElementsWrite add => Value.List([.. Elements(before).Union(add.Elements.Select(element => element.Value))]),
        RemoveElementsWrite remove => Elements(before).Except(remove.Elements!.Select(element => element.Value)).ToArray() is { Length: > 0 } left ? Value.List(left) : null,
        CountWrite count => Expected(count, before),
        _ => null,
    };

    // What only later shows to be too much is not shown.
    private static Value? Expected(CountWrite count, Value? before)
    {
        var sum = (Int128)((before as Int64Value)?.Number ?? 0) + count.Delta;
        return sum >= long.MinValue && sum <= long.MaxValue ? Value.Of((long)sum) : before;
    }

    private static IReadOnlyList<Value> Elements(Value? set) => (set as ListValue)?.Items ?? [];

    private static IEnumerable<(string? Field, Value Value)> Fields(Write write) => write switch
    {
        PatchWrite patch => patch.Set.Select(pair => ((string?)pair.Key, pair.Value)),
        ReplaceWrite replace => replace.Object.Fields.Select(pair => ((string?)pair.Key, pair.Value)),
        ValueWrite value => [(null, value.Value)],
        _ => [],
    };

    private sealed class Eyes
    {
        public Dictionary<(string Map, string Key), Value?> Shown { get; } = [];

        public Dictionary<(string Map, string Key), long> Versions { get; } = [];

        public List<Sight> Sights { get; } = [];

        // What was bad is put right without a new version.
        public bool IsSpoilt { get; set; }

        public HashSet<(string Map, string Key)> Caused { get; } = [];

        public HashSet<(string Map, string Key)> MayHide { get; } = [];
    }

    private sealed class Sight(LoggedOp op, string key, string? field, Value value)
    {
        public LoggedOp Op { get; } = op;

        public string Key { get; } = key;

        public bool IsVisible { get; set; } = true;

        public bool IsIn(Value? shown) => field is null ? value.Equals(shown) : shown is ObjectValue fields && value.Equals(fields[field]);
    }
}
