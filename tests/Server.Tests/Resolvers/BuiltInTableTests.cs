using System.Text.RegularExpressions;
using TopGun.Core.Maps;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Resolving;
using TopGun.Server.Resolvers;

namespace TopGun.Server.Tests.Resolvers;

/// <summary>The table of the built-ins in docs/RESOLVERS.md, row by row.</summary>
public sealed partial class BuiltInTableTests
{
    private const string Key = "key";

    private static readonly Dictionary<string, Func<BuiltInOptions, IResolver>> BuiltIns = new()
    {
        ["FIRST_WRITE_WINS"] = options => BuiltInResolvers.FirstWriteWins(options),
        ["IMMUTABLE"] = BuiltInResolvers.Immutable,
        ["OWNER_ONLY"] = BuiltInResolvers.OwnerOnly,
        ["SERVER_ONLY"] = BuiltInResolvers.ServerOnly,
        ["NON_NEGATIVE"] = BuiltInResolvers.NonNegative,
        ["VERSION_INCREMENT"] = BuiltInResolvers.VersionIncrement,
        ["NUMERIC_MIN"] = BuiltInResolvers.NumericMin,
        ["NUMERIC_MAX"] = BuiltInResolvers.NumericMax,
        ["ARRAY_UNION"] = BuiltInResolvers.ArrayUnion,
        ["DEEP_MERGE"] = BuiltInResolvers.DeepMerge,
        ["LWW"] = BuiltInResolvers.Lww,
    };

    public static TheoryData<string, string, string, string, string> Rows
        => [.. Table().Select(row => new TheoryDataRow<string, string, string, string, string>(row[0], row[1], row[2], row[3], row[4]))];

    [Theory, MemberData(nameof(Rows))]
    public void A_row_is_true(string builtIn, string @case, string before, string write, string after)
    {
        var map = new GuardedMap(RecordCodec.Instance, Make(builtIn));
        if (before.Length > 0) Assert.Equal(OpResultCode.Applied, map.Set(Key, JsonValues.Parse(before), "server", at: 10_000, by: GuardedMap.User("server", "server")).Code);

        var result = Write(map, write);

        Assert.NotEmpty(@case);
        Assert.Equal(after == "rejected" ? OpResultCode.MergeRejected : result.Code, result.Code);
        Assert.NotEqual(OpResultCode.ResolverFailed, result.Code);
        var expected = after switch { "absent" => null, "rejected" => before.Length > 0 ? JsonValues.Parse(before) : null, _ => JsonValues.Parse(after) };
        Assert.Equal(expected, map.Read(Key));
    }

    [Fact]
    public void Every_built_in_has_a_row_for_every_case()
    {
        string[] cases = ["insert", "update", "patch", "deletion", "missing field", "wrong type"];

        Assert.Equal(BuiltIns.Keys.Order(), Table().Select(row => row[0].Split(' ')[0]).Distinct().Order());
        Assert.All(Table().GroupBy(row => row[0]), rows => Assert.Equal(cases.Order(), rows.Select(row => row[1]).Distinct().Order()));
        Assert.Equal(BuiltIns.Keys.Order(), BuiltInResolvers.Kinds.Order());
        Assert.All(BuiltInResolvers.Kinds, kind => Assert.Equal(kind, BuiltInResolvers.OfKind(kind)?.Name));
        Assert.Equal(BuiltIns.Count, typeof(BuiltInResolvers).GetMethods().Count(method => method.ReturnType == typeof(IResolver) && method.Name != nameof(BuiltInResolvers.OfKind)));
    }

    private static IResolver Make(string builtIn)
    {
        var parts = builtIn.Split(' ', 2);
        return BuiltIns[parts[0]](new BuiltInOptions { Fields = parts.Length > 1 ? parts[1].Trim('(', ')').Split(',', StringSplitOptions.TrimEntries) : [] });
    }

    private static OpResult Write(GuardedMap map, string write)
    {
        const string ByTheOwner = " by the owner";
        // Whose write made what stood there before.
        var by = write.EndsWith(ByTheOwner, StringComparison.Ordinal) ? GuardedMap.User("server") : null;
        write = write.Replace(ByTheOwner, string.Empty, StringComparison.Ordinal);
        if (write == "remove") return map.Remove(Key, by: by);
        if (write.StartsWith("patch ", StringComparison.Ordinal)) return map.Patch(Key, (ObjectValue)JsonValues.Parse(write[6..]), by: by);
        if (!write.StartsWith("late ", StringComparison.Ordinal)) return map.Set(Key, JsonValues.Parse(write), by: by);
        var late = JsonValues.Parse(write[5..]);
        return map.Write(late is ObjectValue fields ? new PatchWrite(Key, WriteBase.Live, fields.Fields, []) : new ValueWrite(Key, WriteBase.Live, late), at: 5_000, by: by);
    }

    private static IEnumerable<string[]> Table()
        => Row().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "RESOLVERS.md")))
            .Select(match => match.Groups.Values.Skip(1).Select(cell => cell.Value.Replace("`", string.Empty, StringComparison.Ordinal).Trim()).ToArray());

    [GeneratedRegex(@"^\| ([A-Z_]+(?: \([a-z, ]+\))?) \|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
