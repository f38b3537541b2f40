using System.Globalization;

namespace TopGun.Simulation.Restores;

/// <summary>Devices that had seen more than the backup from which their server was restored.</summary>
public sealed class RestoreTests(ITestOutputHelper output)
{
    private const int SeedsByDefault = 1_000;

    [Fact, Trait("Invariant", "INV-RSY-2"), Trait("Invariant", "INV-RSY-3"), Trait("Invariant", "INV-RSY-5")]
    public void What_a_restored_server_lost_is_told_once_on_each_device_that_held_it_whatever_the_seed()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("TOPGUN_SEEDS") ?? $"{SeedsByDefault}", CultureInfo.InvariantCulture);
        var seeds = Environment.GetEnvironmentVariable("TOPGUN_SEED") is { Length: > 0 } one
            ? [int.Parse(one, CultureInfo.InvariantCulture)]
            : Enumerable.Range(1, count).ToArray();
        var (restores, told, unsure) = (0, 0, 0);
        Parallel.ForEach(seeds, seed =>
        {
            try
            {
                var world = new RestoreWorld((ulong)seed);
                world.Run();
                Interlocked.Add(ref restores, world.Restores);
                Interlocked.Add(ref told, world.Told);
                Interlocked.Add(ref unsure, world.Unsure);
            }
            catch (Exception why)
            {
                throw new InvalidOperationException($"Seed {seed} broke; replay it with TOPGUN_SEED={seed}. {why.Message}", why);
            }
        });

        output.WriteLine($"{seeds.Length} worlds: {restores} restores, {told} entries of what was held, {unsure} of which a device could not know.");
        Assert.True(seeds.Length == 1 || told > seeds.Length, "Too little was lost to show anything.");
    }
}
