using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>Makes a record have a value, as a write of the server: what already says the same keeps its timestamp.</summary>
internal static class ServerWrite
{
    /// <summary>Writes a value.</summary>
    /// <param name="local">The record.</param>
    /// <param name="value">The value that it is to have; null removes it.</param>
    /// <param name="at">When; above every timestamp in the record.</param>
    public static WriteOutcome Apply(Record local, Value? value, HlcTimestamp at) => value switch
    {
        null when !local.IsLive => Unchanged(local),
        null => Changed(new Record(new RootRegister(at, RootKind.Removed), at, [])),
        ObjectValue whole => WriteFields(local, whole, at),
        _ when local.Root is { Kind: RootKind.Value, Value: { } same } && Value.NumericallyEquals(same, value) => Unchanged(local),
        _ => Changed(new Record(new RootRegister(at, RootKind.Value, value), at, [], local.ExpiresAtMs)),
    };

    private static WriteOutcome WriteFields(Record local, ObjectValue whole, HlcTimestamp at)
    {
        var isObject = local.Root.Kind == RootKind.Object;
        var registers = new Dictionary<string, Register>(local.Registers, StringComparer.Ordinal);
        var changed = !isObject;
        foreach (var (field, value) in whole.Fields)
        {
            if (isObject && local.Registers.GetValueOrDefault(field).Value is { } same && Value.NumericallyEquals(same, value)) continue;
            registers[field] = new Register(at, value);
            changed = true;
        }

        foreach (var (field, register) in local.Registers)
        {
            if (!register.IsLive || whole.Fields.ContainsKey(field)) continue;
            registers[field] = new Register(at, null);
            changed = true;
        }

        return changed ? Changed(new Record(isObject ? local.Root : new RootRegister(at, RootKind.Object), local.Cleared, registers, local.ExpiresAtMs)) : Unchanged(local);
    }

    private static WriteOutcome Changed(Record record) => new(WriteVerdict.Applied, record, true);

    // Something else stood against the write, so its writer is told that it did not come into effect.
    private static WriteOutcome Unchanged(Record local) => new(WriteVerdict.Superseded, local, false);
}
