using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace TopGun.Architecture.Tests;

/// <summary>The table in docs/ARCHITECTURE.md against what the compiler recorded.</summary>
public sealed partial class ReferenceTests
{
    /// <summary>Built on request only, so there is no assembly of it beside these tests.</summary>
    private const string Optional = "Scripting.Jint";

    public static TheoryData<string> Projects => [.. Table().Keys.Where(project => project != Optional)];

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

    [Fact]
    public void The_optional_project_refers_only_to_those_that_the_table_allows()
        => Assert.Equal(Table()[Optional], ProjectReferences($"src/{Optional}/{Optional}.csproj").Select(reference => reference.Project).ToHashSet());

    [Fact]
    public void Nobody_refers_to_the_optional_project_without_being_asked_to()
    {
        var references = Repository.Sources(".", "*.csproj")
            .Where(file => !Path.GetFileName(file).StartsWith(Optional, StringComparison.Ordinal))
            .SelectMany(ProjectReferences)
            .Where(reference => reference.Project == Optional)
            .ToList();

        Assert.All(references, reference => Assert.Contains("'$(WithJint)' == 'true'", reference.Condition, StringComparison.Ordinal));
        Assert.Single(references);
        Assert.DoesNotContain(Optional, Repository.Read("TopGun.sln"), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Project, string Condition)> ProjectReferences(string file)
        => XDocument.Load(Path.Combine(Repository.Root, file)).Descendants("ProjectReference").Select(reference => (
            Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value),
            $"{reference.Attribute("Condition")?.Value} {reference.Parent!.Attribute("Condition")?.Value}"));

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
            if (row.Groups[1].Value == "Host") allowed.UnionWith(["Core", "Protocol", "Grpc", "Grpc.Server", "Scripting"]);
            table[row.Groups[1].Value] = allowed;
        }

        return table;
    }

    [GeneratedRegex(@"^\| `src/([A-Za-z.]+)` \| .* \| ([A-Za-z., ]+) \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
