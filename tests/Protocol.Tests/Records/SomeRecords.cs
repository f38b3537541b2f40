using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Generators;

namespace TopGun.Protocol.Tests.Records;

/// <summary>Records to try: those that writes make, and larger ones with values of all kinds and timestamps at all limits.</summary>
internal static class SomeRecords
{
    public static Gen<Record> Any => Gen.OneOf(Writes.Records.Where(record => record.Root.At != default), Wide, TypedWrites.Records);

    private static Gen<Record> Wide
        => from cleared in Timestamps.Extreme
           from wasCleared in Gen.Elements(true, false)
           from root in Roots
           from registers in Registers
           let since = wasCleared ? cleared : default
           from expiresAtMs in Gen.Elements(0, 1, HlcTimestamp.MaxMillis)
           select new Record(root, since, registers.Where(register => register.Value.At >= since).ToDictionary(StringComparer.Ordinal), expiresAtMs);

    private static Gen<RootRegister> Roots => Gen.OneOf(
        Timestamps.Extreme.Select(at => new RootRegister(at, RootKind.Removed)),
        Timestamps.Extreme.Select(at => new RootRegister(at, RootKind.Object)),
        from at in Timestamps.Extreme from value in SomeValues.NoObjects select new RootRegister(at, RootKind.Value, value));

    // Up to 40 of them, so that the table of timestamps is searched in both of its ways.
    private static Gen<Dictionary<string, Register>> Registers
        => from count in Gen.Elements(0, 1, 3, 40)
           from at in Gen.ArrayOf(Timestamps.Extreme, count)
           from values in Gen.ArrayOf(SomeValues.Any, count)
           from live in Gen.ArrayOf(Gen.Elements(true, true, false), count)
           from names in Gen.Shuffle(Enumerable.Range(0, count).Select(i => $"{(char)('\u00E0' - (i * 5))}{i}").ToArray())
           select Enumerable.Range(0, count).ToDictionary(i => names[i], i => new Register(at[i], live[i] ? values[i] : null));
}
