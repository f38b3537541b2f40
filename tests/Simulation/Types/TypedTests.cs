using TopGun.Simulation.World;

namespace TopGun.Simulation.Types;

/// <summary>Sets and counters with everything that touches them: devices that hold parts, and callers without a device.</summary>
public sealed class TypedTests
{
    private const int SeedsByDefault = 300;

    [Fact]
    [Trait("Invariant", "INV-SET-1"), Trait("Invariant", "INV-SET-2"), Trait("Invariant", "INV-CNT-1"), Trait("Invariant", "INV-CNT-2"), Trait("Invariant", "INV-CALL-1"), Trait("Invariant", "INV-TYPE-1"), Trait("Invariant", "INV-QRY-1")]
    public void An_add_wins_over_a_removal_that_did_not_see_it_and_each_delta_counts_once_whoever_writes_and_whatever_is_held()
        => Seeds.Run(SeedsByDefault, seed => new TypedWorld(seed).Run());
}
