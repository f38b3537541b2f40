using TopGun.Simulation.World;

namespace TopGun.Simulation;

/// <summary>Takes out what the promises rest on, and expects the simulation to notice soon.</summary>
public sealed class TestOfTheTest(ITestOutputHelper output)
{
    private const ulong Seeds = 200;

    [Fact]
    public void Without_duplicate_detection_an_op_is_judged_twice() => AssertNoticed(Sabotage.NoDuplicateDetection, "ExactlyOnce");

    [Fact]
    public void Without_the_tie_break_the_server_keeps_another_winner_than_the_rules_say() => AssertNoticed(Sabotage.NoTieBreak, "Merging");

    [Fact]
    public void With_pages_that_end_inside_a_version_a_part_of_a_group_is_seen() => AssertNoticed(Sabotage.TornGroups, "Wholeness");

    [Fact]
    public void Without_digests_what_went_bad_stays_bad() => AssertNoticed(Sabotage.NoDigests, "Convergence");

    private void AssertNoticed(Sabotage sabotage, string checker)
    {
        for (var seed = 1UL; seed <= Seeds; seed++)
        {
            if (SimulationTests.Why(seed, sabotage) is not { } why) continue;
            output.WriteLine($"Seed {seed}: {why.Message}");
            // A server that is broken on purpose may also make a record that nobody can read. That is noticed, but not what is looked for.
            if (why is not InvariantBrokenException broken) continue;
            Assert.Equal(checker, broken.Checker);
            return;
        }

        Assert.Fail($"{Seeds} seeds passed without {sabotage}'s mechanism.");
    }
}
