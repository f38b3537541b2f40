using TopGun.Core.Sync;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Walks;

/// <summary>Replicas that come back after their cursor has become worthless: removals were forgotten, or the server was restored.</summary>
public sealed class RestoredWorldTests(ITestOutputHelper output)
{
    private const int WorldsByDefault = 60;

    [Fact, Trait("Invariant", "INV-RSY-1"), Trait("Invariant", "INV-RSY-2"), Trait("Invariant", "INV-RSY-3")]
    public void What_is_compared_after_a_Reset_is_the_server_s_in_the_end_whatever_breaks_in_between()
    {
        var seeds = long.Parse(Environment.GetEnvironmentVariable("TOPGUN_SEEDS") ?? "0", System.Globalization.CultureInfo.InvariantCulture);
        var count = (int)Math.Max(WorldsByDefault, seeds / 50);
        var (tooOld, lostBranch, interrupted) = (0, 0, 0);
        for (var seed = 1; seed <= count; seed++)
        {
            var world = new RestoredWorld((ulong)seed);
            try
            {
                world.Run();
            }
            catch (Exception why)
            {
                Assert.Fail($"Seed {seed}: {why}");
            }

            tooOld += world.Ended.GetValueOrDefault(ResetReason.TooOld);
            lostBranch += world.Ended.GetValueOrDefault(ResetReason.LostBranch);
            interrupted += world.Interrupted;
        }

        output.WriteLine($"{count} worlds: {tooOld} walks after TOO_OLD, {lostBranch} after LOST_BRANCH, {interrupted} interruptions.");
        Assert.True(Math.Min(Math.Min(tooOld, lostBranch), interrupted) >= count / 10, "Too few walks to show anything.");
    }
}
