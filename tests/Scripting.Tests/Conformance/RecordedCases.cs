using System.Text.Json;
using System.Text.RegularExpressions;

namespace TopGun.Scripting.Tests.Conformance;

/// <summary>What Node answers, as <c>record.mjs</c> wrote it down, and whether an engine answers the same.</summary>
internal static partial class RecordedCases
{
    public static IEnumerable<string> Files => Directory.GetFiles(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Conformance");

    public static List<(string Code, string Answer)> Of(string file)
    {
        using var recorded = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, file + ".json")));
        return [.. recorded.RootElement.EnumerateArray().Select(one => (one.GetProperty("code").GetString()!, one.GetProperty("answer").GetString()!))];
    }

    public static string Answer(IScriptEngine engine, string code)
    {
        try
        {
            return Encoding.Of(engine.Compile(StatementWord().IsMatch(code) ? code : $"return ({code})").Run(ScriptContext.Of(), time: new StoppedTime()));
        }
        catch (ScriptSyntaxException refused)
        {
            return "refused " + refused.Message;
        }
    }

    // Messages are each engine's own; what is thrown or refused is not.
    public static bool Agrees(string expected, string actual)
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
