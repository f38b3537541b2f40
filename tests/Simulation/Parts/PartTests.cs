namespace TopGun.Simulation.Parts;

/// <summary>Subscriptions with a query show the filter over the map, whatever happens.</summary>
public sealed class PartTests
{
    private const int SeedsByDefault = 1_000;

    [Fact]
    [Trait("Invariant", "INV-QRY-1"), Trait("Invariant", "INV-QRY-4")]
    public void A_part_is_the_filter_over_the_map_whatever_the_seed() => Run(seed => new PartWorld(seed).Run());

    [Fact]
    [Trait("Invariant", "INV-QRY-1"), Trait("Invariant", "INV-QRY-4"), Trait("Invariant", "INV-REP-2"), Trait("Invariant", "INV-OPS-3")]
    public void A_device_that_holds_parts_shows_what_they_have_and_what_it_wrote_whatever_the_seed() => Run(seed => new HolderWorld(seed).Run());

    private static void Run(Action<ulong> run)
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("TOPGUN_SEEDS") ?? $"{SeedsByDefault}", System.Globalization.CultureInfo.InvariantCulture);
        var seeds = Environment.GetEnvironmentVariable("TOPGUN_SEED") is { Length: > 0 } one
            ? [int.Parse(one, System.Globalization.CultureInfo.InvariantCulture)]
            : Enumerable.Range(1, count);
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
