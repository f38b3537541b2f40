using TopGun.Conformance.Runners;
using TopGun.Conformance.Scenarios;
using TopGun.Conformance.Serving;

namespace TopGun.Conformance;

/// <summary>Every language through every scenario.</summary>
public sealed class ConformanceTests(ConformanceRun run) : IClassFixture<ConformanceRun>
{
    public static TheoryData<string> WithRunner => [.. Languages.WithRunner];

    public static TheoryData<string, string> Cells
        => [.. Languages.WithRunner.SelectMany(language => ScenarioList.Ids.Select(scenario => (language, scenario)))];

    [Theory, MemberData(nameof(WithRunner))]
    public void A_runner_speaks_of_every_scenario_and_of_no_other(string language)
    {
        var report = run.Reports[language];

        Assert.True(report.Faults.Count == 0, string.Join('\n', [.. report.Faults, report.Errors]));
    }

    [Theory, MemberData(nameof(Cells))]
    public void A_language_does_what_the_scenario_says(string language, string scenario)
    {
        var outcome = run.Reports[language].Of(scenario);

        Assert.SkipWhen(outcome.Verdict == Verdict.Skip && !Languages.IsProven(language), outcome.Reason);
        Assert.True(outcome.Verdict == Verdict.Pass, $"{outcome.Verdict}: {outcome.Reason}");
    }
}
