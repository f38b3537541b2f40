using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Wire;

/// <summary>What must be true of the results of all writers of a map together, and of a copy of it.</summary>
internal static class Ledger
{
    /// <summary>The field that every op here writes.</summary>
    public const string Field = "text";

    /// <summary>A write of a text to one field of a record.</summary>
    public static Write Write(string key, string text) => new()
    {
        Key = key,
        Base = WriteBase.Unknown,
        Patch = new Patch { Set = { [Field] = new Value { StringValue = text } } },
    };

    /// <summary>The effect of every op with a result stands in a copy, or a later version of its key does.</summary>
    /// <returns>How many were looked for.</returns>
    public static int AssertPresent(IEnumerable<LedgerLine> lines, Copy copy)
    {
        var looked = 0;
        foreach (var line in lines)
        {
            if (line.Result is not { Code: OpResultCode.Applied } result) continue;
            looked++;
            Assert.True(copy.Records.TryGetValue(line.Op.Write.Key, out var record), $"Op {line.Op.Number} was acknowledged, and its key {line.Op.Write.Key} is not there.");
            Assert.True(record.Version >= result.Version, $"Op {line.Op.Number} was acknowledged at version {result.Version}; its key stands at {record.Version}.");
            if (record.Version == result.Version) Assert.Equal(line.Text, Copy.Text(record, Field));
        }

        return looked;
    }

    /// <summary>Every op has its result, every applied one took exactly one version, and no version was taken by anything else (INV-OPS-1).</summary>
    /// <remarks>The map must be the only one of its partition.</remarks>
    /// <returns>How many were applied.</returns>
    public static int AssertExactlyOnce(IEnumerable<LedgerLine> lines, Copy copy)
    {
        LedgerLine[] all = [.. lines];
        Assert.All(all, line => Assert.NotNull(line.Result));
        var applied = all.Where(line => line.Result!.Code == OpResultCode.Applied).ToDictionary(line => line.Result!.Version);
        Assert.Equal(Enumerable.Range(1, applied.Count).Select(version => (ulong)version), applied.Keys.Order());
        Assert.Equal((ulong)applied.Count, copy.Cursor!.Version);
        AssertPresent(all, copy);
        foreach (var record in copy.Records.Values) Assert.Equal(record.Key, applied[record.Version].Op.Write.Key);
        return applied.Count;
    }
}
