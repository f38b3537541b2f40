namespace TopGun.Scripting.Tests.Conformance;

/// <summary>The language answers as Node does, case by case.</summary>
public sealed class ConformanceTests
{
    public static TheoryData<string> Files => [.. RecordedCases.Files];

    [Theory, MemberData(nameof(Files))]
    public void Answers_as_recorded(string file)
    {
        var differences = new List<string>();
        foreach (var (code, expected) in RecordedCases.Of(file))
        {
            if (Deviations.Contains(code)) continue;
            var actual = RecordedCases.Answer(Script.Engine, code);
            if (!RecordedCases.Agrees(expected, actual)) differences.Add($"{code}\n    Node: {expected}\n    here: {actual}");
        }
        Assert.True(differences.Count == 0, $"{differences.Count} differ:\n{string.Join('\n', differences)}");
    }

    [Fact]
    public void There_are_at_least_six_hundred_cases()
        => Assert.True(RecordedCases.Files.Sum(file => RecordedCases.Of(file).Count) >= 600 + Deviations.All.Count);

    [Fact]
    public void Every_deviation_still_deviates()
    {
        var cases = RecordedCases.Files.SelectMany(RecordedCases.Of).DistinctBy(one => one.Code).ToDictionary(one => one.Code, one => one.Answer);
        Assert.All(Deviations.All, deviation => Assert.False(RecordedCases.Agrees(cases[deviation], RecordedCases.Answer(Script.Engine, deviation)), deviation));
    }
}
