using System.Text.Json;
using System.Text.RegularExpressions;

namespace TopGun.Scripting.Tests.Conformance;

/// <summary>The language answers as Node does, case by case; <c>record.mjs</c> wrote down what that is.</summary>
public sealed partial class ConformanceTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order()];

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Conformance");

    [Theory, MemberData(nameof(Files))]
    public void Answers_as_recorded(string file)
    {
        var differences = new List<string>();
        foreach (var (code, expected) in Cases(file))
        {
            if (Deviations.Contains(code)) continue;
            var actual = Answer(code);
            if (!Agrees(expected, actual)) differences.Add($"{code}\n    Node: {expected}\n    here: {actual}");
        }
        Assert.True(differences.Count == 0, $"{differences.Count} differ:\n{string.Join('\n', differences)}");
    }

    [Fact]
    public void There_are_at_least_six_hundred_cases()
        => Assert.True(Files.Sum(file => Cases(file.Data).Count) >= 600 + Deviations.All.Count);

    [Fact]
    public void Every_deviation_still_deviates()
    {
        var cases = Files.SelectMany(file => Cases(file.Data)).DistinctBy(one => one.Code).ToDictionary(one => one.Code, one => one.Answer);
        Assert.All(Deviations.All, deviation => Assert.False(Agrees(cases[deviation], Answer(deviation)), deviation));
    }

    internal static List<(string Code, string Answer)> Cases(string file)
    {
        using var recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file + ".json")));
        return [.. recorded.RootElement.EnumerateArray().Select(one => (one.GetProperty("code").GetString()!, one.GetProperty("answer").GetString()!))];
    }

    private static string Answer(string code)
    {
        try
        {
            return Encoding.Of(Script.Compile(StatementWord().IsMatch(code) ? code : $"return ({code})").Run(ScriptContext.Of()));
        }
        catch (ScriptSyntaxException refused)
        {
            return "refused " + refused.Message;
        }
    }

    // Messages are each engine's own; what is thrown or refused is not.
    private static bool Agrees(string expected, string actual)
    {
        if (expected.StartsWith("refused", StringComparison.Ordinal)) return actual.StartsWith("refused", StringComparison.Ordinal);
        if (!expected.StartsWith("throws ", StringComparison.Ordinal)) return expected == actual;
        var thrown = expected["throws ".Length..];
        return actual == expected || actual == "throws " + thrown.Trim('"') || actual.StartsWith($"throws {thrown}:", StringComparison.Ordinal)
            || (thrown[0] is '{' or '[' && actual.StartsWith("throws #<", StringComparison.Ordinal));
    }

    [GeneratedRegex(@"(^|[;{}:)\s])(return|throw)\b")]
    private static partial System.Text.RegularExpressions.Regex StatementWord();
}
