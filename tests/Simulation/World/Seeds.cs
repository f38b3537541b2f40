using System.Globalization;

namespace TopGun.Simulation.World;

/// <summary>Runs a world for each of many seeds: TOPGUN_SEEDS says how many, TOPGUN_SEED which one alone.</summary>
internal static class Seeds
{
    public static void Run(int usually, Action<ulong> run)
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("TOPGUN_SEEDS") ?? $"{usually}", CultureInfo.InvariantCulture);
        var seeds = Environment.GetEnvironmentVariable("TOPGUN_SEED") is { Length: > 0 } one ? [int.Parse(one, CultureInfo.InvariantCulture)] : Enumerable.Range(1, count);
        Parallel.ForEach(seeds, seed =>
        {
            try
            {
                run((ulong)seed);
            }
            catch (Exception why)
            {
                throw new InvalidOperationException($"Seed {seed} broke; replay it with TOPGUN_SEED={seed}. {why.Message}", why);
            }
        });
    }
}
