using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace TopGun.Architecture.Tests;

/// <summary>The table in docs/ARCHITECTURE.md against what the compiler recorded.</summary>
public sealed partial class ReferenceTests
{
    public static TheoryData<string> Projects => [.. Table().Keys];

    [Fact]
    public void Every_project_under_src_stands_in_the_table()
    {
        var projects = Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)!).Order();

        Assert.Equal(projects, Table().Keys.Order());
    }

    [Theory, MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_that_the_table_allows(string project)
    {
        var assembly = project == "Host" ? "topgun" : $"TopGun.{project}";

        // The compiler records only what is used. A reference that is not used is no arrow.
        Assert.Subset(Table()[project], References(assembly));
    }

    private static HashSet<string> References(string assembly)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll")));
        var metadata = file.GetMetadataReader();
        return [.. metadata.AssemblyReferences
            .Select(handle => metadata.GetString(metadata.GetAssemblyReference(handle).Name))
            .Where(name => name.StartsWith("TopGun.", StringComparison.Ordinal))
            .Select(name => name["TopGun.".Length..])];
    }

    private static Dictionary<string, HashSet<string>> Table()
    {
        var table = new Dictionary<string, HashSet<string>>();
        foreach (Match row in Row().Matches(Repository.Read("docs/ARCHITECTURE.md")))
        {
            var allowed = row.Groups[2].Value.Split(',', StringSplitOptions.TrimEntries).Where(name => name != "nothing").ToHashSet();
            // Who may use a project may use what its types are made of.
            if (row.Groups[1].Value == "Host") allowed.UnionWith(["Core", "Protocol", "Grpc", "Grpc.Server"]);
            table[row.Groups[1].Value] = allowed;
        }

        return table;
    }

    [GeneratedRegex(@"^\| `src/([A-Za-z.]+)` \| .* \| ([A-Za-z., ]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
