using TopGun.Scripting.Tests.Conformance;

namespace TopGun.Scripting.Jint.Tests;

/// <summary>Jint answers as Node does, case by case, but for those that are listed.</summary>
public sealed class ConformanceTests
{
    private static readonly JintEngine Engine = new();

    public static TheoryData<string> Files => [.. RecordedCases.Files];

    [Theory, MemberData(nameof(Files))]
    public void Answers_as_recorded(string file)
    {
        var differences = new List<string>();
        foreach (var (code, expected) in RecordedCases.Of(file))
        {
            var actual = RecordedCases.Answer(Engine, code);
            if (RecordedCases.Agrees(expected, actual) == Deviations.All.Contains(code)) differences.Add($"{code}\n    Node: {expected}\n    here: {actual}");
        }
        Assert.True(differences.Count == 0, $"{differences.Count} are not as expected:\n{string.Join('\n', differences)}");
    }
}
