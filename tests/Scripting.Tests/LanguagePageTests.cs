using System.Globalization;

namespace TopGun.Scripting.Tests;

/// <summary>What docs/RESOLVER-LANGUAGE.md says in numbers and names is so.</summary>
public sealed class LanguagePageTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "RESOLVER-LANGUAGE.md"));

    [Fact]
    public void The_table_of_limits_has_the_defaults()
    {
        var limits = ScriptLimits.Default;
        Assert.Equal(limits.Steps.ToString("N0", CultureInfo.InvariantCulture), Default("Steps"));
        Assert.Equal($"{limits.Bytes >> 20} MiB", Default("Bytes"));
        Assert.Equal($"{limits.CallDepth}", Default("CallDepth"));
        Assert.Equal($"{limits.ResultBytes >> 20} MiB", Default("ResultBytes"));
        Assert.Equal($"{limits.Watchdog.TotalMilliseconds} ms", Default("Watchdog"));
    }

    [Theory]
    [InlineData("eval")]
    [InlineData("Function")]
    [InlineData("require")]
    [InlineData("process")]
    [InlineData("fetch")]
    [InlineData("console")]
    [InlineData("globalThis")]
    [InlineData("arguments")]
    public void What_it_says_is_refused_is_refused(string name)
    {
        Assert.Contains(Lines, line => line.StartsWith('|') && line.Contains($"`{name}`", StringComparison.Ordinal));
        Assert.Throws<ScriptSyntaxException>(() => Script.Compile($"return {name}"));
    }

    private static string Default(string limit) => Lines.Single(line => line.StartsWith($"| `{limit}` |", StringComparison.Ordinal)).Split('|')[2].Trim();
}
