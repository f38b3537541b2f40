using System.Text.RegularExpressions;

namespace TopGun.Architecture.Tests;

/// <summary>The documents against the tree that they speak of.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents
        => [.. Repository.Sources(".", "*.md").Select(file => Path.GetRelativePath(Repository.Root, file)).Where(file => !file.StartsWith('.')).Order()];

    [Theory, MemberData(nameof(Documents))]
    public void Links_lead_somewhere(string document)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, document))!;
        var links = Link().Matches(Repository.Read(document)).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains("://", StringComparison.Ordinal) && !link.StartsWith('#'))
            .Select(link => link.Split('#')[0]);

        Assert.All(links, link => Assert.True(Path.Exists(Path.Combine(folder, link)), $"{document} links to {link}, which is not there."));
    }

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();
}
