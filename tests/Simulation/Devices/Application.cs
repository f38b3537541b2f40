using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sets;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Devices;

/// <summary>What an application does on a device: writes of every kind, groups, giving up, and looking after its inbox.</summary>
/// <param name="world">Where it lives, whose dice it throws.</param>
/// <param name="device">The device, whose replica may be another one each time.</param>
internal sealed class Application(SimulatedWorld world, Device device)
{
    /// <summary>The application does something.</summary>
    public void Act()
    {
        var dice = world.Dice;
        var map = dice.Pick(world.Climate.Maps);
        var key = dice.Pick(world.Climate.Keys);
        var choice = dice.Below(100);
        if (choice >= 14 && dice.Percent(world.Climate.Groups)) Group(map);
        else if (choice < 8) GiveUp();
        else if (choice < 14) Release();
        else if (NextType(map) is not MapType.Lww and var type) Write(map, now => device.Replica.Write(map, NextWrite(map, key, type), now));
        else if (choice < 50) Patch(map, key);
        else Set(map, key, choice < 64 ? null : choice < 74 ? world.NextValue() : NextObject());
    }

    private void Set(string map, string key, Value? value) => Write(map, value is null ? null : world.NextTtlMs(), (now, ttlMs) => device.Replica.Set(map, key, value, now, ttlMs));

    private void Patch(string map, string key)
    {
        var (set, erase) = NextPatch();
        Write(map, world.NextTtlMs(), (now, ttlMs) => device.Replica.Patch(map, key, set, erase, now, ttlMs));
    }

    private void Write(string map, long? ttlMs, Func<ClockReading, long?, LoggedOp> write) => Write(map, now => write(now, ttlMs));

    private void Group(string map)
    {
        var writes = NextGroup(map);
        Write(map, now => device.Replica.WriteAll(map, writes, now));
    }

    private IReadOnlyList<Write> NextGroup(string map)
    {
        var type = NextType(map);
        string[] keys = [.. world.Climate.Keys.Where(_ => world.Dice.Percent(80))];
        return [.. (keys.Length > 0 ? keys : world.Climate.Keys).Select(key => NextWrite(map, key, type))];
    }

    // What the application takes the map for.
    private MapType NextType(string map)
    {
        if (world.Dice.Percent(world.Climate.Quarrels)) return world.Dice.Pick([MapType.Lww, MapType.OrMap, MapType.PnCounter]);
        for (var i = 0; i < world.Climate.Maps.Count; i++)
            if (world.Climate.Maps[i] == map) return world.Climate.Types[i];
        throw new ArgumentException($"There is no map {map}.", nameof(map));
    }

    private Write NextWrite(string map, string key, MapType type) => type switch
    {
        MapType.OrMap when world.Dice.Percent(60) => device.Replica.IntendAddition(map, key, NextElements()),
        MapType.OrMap => device.Replica.IntendRemoval(map, key, world.Dice.Percent(25) ? null : NextElements()),
        MapType.PnCounter when world.Dice.Percent(85) => new CountWrite(key, world.NextDelta()),
        MapType.PnCounter => device.Replica.IntendCounterRemoval(map, key),
        _ => NextWrite(map, key),
    };

    private Value[] NextElements() => [.. Enumerable.Range(0, 1 + world.Dice.Below(3)).Select(_ => world.NextElement()).Distinct()];

    private Write NextWrite(string map, string key)
    {
        var choice = world.Dice.Below(100);
        if (choice is >= 60 && world.NextTtlMs() is { } ttlMs) return device.Replica.Intend(map, key, NextObject()) with { TtlMs = ttlMs };
        if (choice >= 50) return device.Replica.Intend(map, key, choice < 60 ? null : choice < 70 ? world.NextValue() : NextObject());
        var (set, erase) = NextPatch();
        return device.Replica.Intend(map, key, set, erase);
    }

    private (Dictionary<string, Value> Set, List<string> Erase) NextPatch()
    {
        var set = new Dictionary<string, Value>();
        List<string> erase = [];
        foreach (var field in world.Climate.Fields)
        {
            var choice = world.Dice.Below(10);
            if (choice < 4) set[field] = world.NextValue();
            else if (choice < 5) erase.Add(field);
        }

        return (set, erase);
    }

    private void Write(string map, Func<ClockReading, LoggedOp?> write)
    {
        var before = world.Climate.Keys.ToDictionary(key => key, key => device.Replica.Get(map, key));
        LoggedOp? written;
        try
        {
            written = write(device.Clock.Read(world.NowMs));
        }
        catch (MapTypeException error)
        {
            // Said at the call, and nothing has happened.
            if (error.Asked == error.Type || error.Type != device.Replica.TypeOf(map)) throw;
            return;
        }

        if (written is not { } op) return;
        world.Trace($"{device} writes {op.Map} {op.Writer.Suffix[..3]} {op.Number} {string.Join(" + ", op.Writes.Select(part => Show(part.Write)))} at {op.At.Millis}.{op.At.Counter} after [{string.Join(' ', op.Afters.Select(after => $"{after.Writer.Suffix[..3]} {after.Number}"))}]");
        foreach (var checker in world.Checkers) checker.Wrote(device, op, before);
    }

    private void GiveUp()
    {
        LoggedOp[] pending = [.. device.Log.Values.Where(op => !op.IsSettled && !op.IsGivenUp)];
        if (pending.Length == 0) return;
        var op = world.Dice.Pick(pending);
        world.Trace($"{device} gives up {op.Map} {op.Writer.Suffix[..3]} {op.Number}");
        device.Replica.GiveUp(op.Map, op.Writer, op.Number);
    }

    private void Release()
    {
        Rejection[] inbox = [.. device.Replica.Rejections];
        if (inbox.Length == 0) return;
        var rejection = world.Dice.Pick(inbox);
        device.Released.Add(rejection.Id);
        if (world.Dice.Percent(50)) device.Replica.Discard(rejection.Id);
        else if (rejection.IsGroup) Retry(rejection);
        else if (rejection.Write.Type == MapType.Lww) Write(rejection.Map, now => device.Replica.Retry(rejection.Id, NextObject(), now));
        else Write(rejection.Map, now => device.Replica.RetryAll(rejection.Id, [NextWrite(rejection.Map, rejection.Key, rejection.Write.Type)], now));
    }

    private void Retry(Rejection rejection)
    {
        var writes = NextGroup(rejection.Map);
        Write(rejection.Map, now => device.Replica.RetryAll(rejection.Id, writes, now));
    }

    private ObjectValue NextObject()
    {
        var fields = new Dictionary<string, Value>();
        foreach (var field in world.Climate.Fields)
            if (world.Dice.Percent(60)) fields[field] = world.NextValue();
        return new ObjectValue(fields);
    }

    private static string Show(Write write) => (write.TtlMs is { } ttlMs ? $"for {ttlMs} ms " : "") + write switch
    {
        PatchWrite patch => $"patch {write.Key} ({write.Base}) {new ObjectValue(patch.Set)} -[{string.Join(',', patch.Erase)}]",
        ReplaceWrite replace => $"replace {write.Key} {replace.Object}",
        ValueWrite value => $"value {write.Key} {value.Value}",
        AddElementsWrite add => $"add {write.Key} {Show(add.Elements)}",
        RemoveElementsWrite remove => $"take out {write.Key} {Show(remove.Elements!)}",
        CountWrite count => $"count {write.Key} {count.Delta}",
        RemoveCounterWrite remove => $"remove counter {write.Key} at {remove.Seen}",
        _ => $"remove {write.Key}",
    };

    private static string Show(IReadOnlyList<SeenElement> elements)
        => $"[{string.Join(' ', elements.Select(element => $"{element.Value}({string.Join(',', element.Tags!.Select(tag => $"{tag.Writer[^3..]} {tag.Number}.{tag.Index}"))})"))}]";
}
