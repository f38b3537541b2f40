using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Maps;

/// <summary>Applies writes to the records of an LwwMap: the rules around <see cref="Record.Merge"/> that look at the whole record.</summary>
public static class LwwMerge
{
    /// <summary>Applies a write at a timestamp.</summary>
    /// <param name="local">The record; <see cref="Record.Never"/> for a key that was never written.</param>
    /// <param name="write">The write.</param>
    /// <param name="at">When it was written; above every timestamp that its writer gave before.</param>
    public static WriteOutcome Apply(Record local, Write write, HlcTimestamp at) => write switch
    {
        PatchWrite patch => Patch(local, patch, at),
        ReplaceWrite replace => Replace(local, replace, at),
        ValueWrite value => Overwrite(local, new RootRegister(at, RootKind.Value, value.Value)),
        RemoveWrite => Overwrite(local, new RootRegister(at, RootKind.Removed)),
        _ => throw new ArgumentException($"A write of type {write.GetType().Name} is none of an LwwMap.", nameof(write)),
    };

    private static WriteOutcome Patch(Record local, PatchWrite patch, HlcTimestamp at)
    {
        // The writer changed a record that is gone: a zombie of one field would be nobody's intention (INV-LWW-3).
        if (!local.IsLive && patch.Base == WriteBase.Live) return new(WriteVerdict.RecordRemoved, local, false);

        if (at < local.Cleared) return Superseded(local);

        var root = local.Root;
        if (root.Kind != RootKind.Object && at > root.At) root = new RootRegister(at, RootKind.Object);
        var changed = root != local.Root;
        var registers = Copy(local, patch.Set.Count + patch.Erase.Count);
        foreach (var (field, value) in patch.Set) changed |= Merge(registers, field, new Register(at, value));
        foreach (var field in patch.Erase) changed |= Merge(registers, field, new Register(at, null));

        if (changed) return new(WriteVerdict.Applied, new Record(root, local.Cleared, registers, local.ExpiresAtMs), true);
        return patch.Set.Count + patch.Erase.Count == 0 ? new(WriteVerdict.Applied, local, false) : Superseded(local);
    }

    private static WriteOutcome Replace(Record local, ReplaceWrite replace, HlcTimestamp at)
    {
        if (at < local.Cleared) return Superseded(local);

        var registers = new Dictionary<string, Register>(replace.Object.Fields.Count, StringComparer.Ordinal);
        foreach (var (field, value) in replace.Object.Fields) registers[field] = new Register(at, value);
        return Take(local, new Record(new RootRegister(at, RootKind.Object), at, registers));
    }

    // A remove or a value speaks of the whole record. Where any part of it is newer, its writer had not seen that part,
    // and taking away the rest would leave a torso.
    private static WriteOutcome Overwrite(Record local, RootRegister root)
        => root.At < local.Cleared || HasLiveRegisterAbove(local, root.At) ? Superseded(local) : Take(local, new Record(root, root.At, []));

    private static bool HasLiveRegisterAbove(Record local, HlcTimestamp at)
        => local.IsLive && (local.Root.At > at || local.Registers.Values.Any(register => register.IsLive && register.At > at));

    private static WriteOutcome Take(Record local, Record delta)
    {
        var merged = local.Merge(delta).Expiring(local.ExpiresAtMs);
        return merged.Equals(local) ? Superseded(local) : new(WriteVerdict.Applied, merged, true);
    }

    private static Dictionary<string, Register> Copy(Record local, int more)
    {
        var copy = new Dictionary<string, Register>(local.Registers.Count + more, StringComparer.Ordinal);
        foreach (var (field, register) in local.Registers) copy[field] = register;
        return copy;
    }

    private static bool Merge(Dictionary<string, Register> registers, string field, Register theirs)
    {
        if (!registers.GetValueOrDefault(field).IsSupersededBy(theirs)) return false;
        registers[field] = theirs;
        return true;
    }

    private static WriteOutcome Superseded(Record local) => new(WriteVerdict.Superseded, local, false);
}
