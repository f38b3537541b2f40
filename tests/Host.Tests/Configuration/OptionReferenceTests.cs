using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using TopGun.Server;
using TopGun.Server.Auth;

namespace TopGun.Host.Tests.Configuration;

/// <summary>The reference of the options in docs/OPERATIONS.md against the options themselves.</summary>
public sealed partial class OptionReferenceTests
{
    [Fact]
    public void Every_option_stands_there_with_its_default_and_nothing_else_does()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "OPERATIONS.md"));
        var section = text[text.IndexOf("## Reference of the options", StringComparison.Ordinal)..];
        var written = Row().Matches(section).Select(match => (Name: match.Groups[1].Value, Default: match.Groups[2].Value)).OrderBy(row => row.Name, StringComparer.Ordinal);

        Assert.Equal(Options(new TopGunServerOptions(), "").OrderBy(row => row.Name, StringComparer.Ordinal), written);
    }

    private static IEnumerable<(string Name, string Default)> Options(object options, string prefix)
    {
        foreach (var property in options.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var value = property.GetValue(options);
            // Rules are objects of their own, see docs/RESOLVERS.md.
            if (property.Name == nameof(TopGunServerOptions.Resolvers)) continue;
            if (value is not null && property.PropertyType.Namespace!.StartsWith("TopGun", StringComparison.Ordinal) && property.PropertyType.IsClass)
            {
                foreach (var inner in Options(value, $"{prefix}{property.Name}:")) yield return inner;
                continue;
            }

            yield return ($"{prefix}{property.Name}", value switch
            {
                null => "none",
                string text => text,
                IEnumerable list => list.Cast<object>().Any() ? "some" : "none",
                _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
            });
        }
    }

    [GeneratedRegex(@"^\| `([A-Z][A-Za-z:]*)` \| ([^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
