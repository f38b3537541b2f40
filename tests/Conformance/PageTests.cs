using TopGun.Conformance.Runners;
using TopGun.Conformance.Scenarios;

namespace TopGun.Conformance;

/// <summary>What is written down, against what is there.</summary>
public sealed class PageTests
{
    [Fact]
    public void Every_scenario_has_an_id_of_its_own()
    {
        Assert.True(ScenarioList.Ids.Count >= 40, $"{ScenarioList.Page} was read as {ScenarioList.Ids.Count} scenarios.");
        Assert.Distinct(ScenarioList.Ids);
    }

    [Fact]
    public void Whatever_the_page_calls_proven_has_a_runner()
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable("CONFORMANCE_LANGUAGES") is null, "CONFORMANCE_LANGUAGES leaves languages out.");
        Assert.NotEmpty(Languages.Proven);
        Assert.Subset(Languages.WithRunner.ToHashSet(), Languages.Proven.ToHashSet());
    }
}
