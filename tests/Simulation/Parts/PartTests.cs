using TopGun.Simulation.World;

namespace TopGun.Simulation.Parts;

/// <summary>Subscriptions with a query show the filter over the map, whatever happens.</summary>
public sealed class PartTests
{
    private const int SeedsByDefault = 1_000;

    [Fact]
    [Trait("Invariant", "INV-QRY-1"), Trait("Invariant", "INV-QRY-4")]
    public void A_part_is_the_filter_over_the_map_whatever_the_seed() => Seeds.Run(SeedsByDefault, seed => new PartWorld(seed).Run());

    [Fact]
    [Trait("Invariant", "INV-QRY-1"), Trait("Invariant", "INV-QRY-4"), Trait("Invariant", "INV-REP-2"), Trait("Invariant", "INV-OPS-3")]
    public void A_device_that_holds_parts_shows_what_they_have_and_what_it_wrote_whatever_the_seed() => Seeds.Run(SeedsByDefault, seed => new HolderWorld(seed).Run());
}
