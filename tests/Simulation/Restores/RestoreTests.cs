using TopGun.Simulation.World;

namespace TopGun.Simulation.Restores;

/// <summary>Devices that had seen more than the backup from which their server was restored.</summary>
public sealed class RestoreTests(ITestOutputHelper output)
{
    private const int SeedsByDefault = 1_000;

    [Fact, Trait("Invariant", "INV-RSY-2"), Trait("Invariant", "INV-RSY-3"), Trait("Invariant", "INV-RSY-5")]
    public void What_a_restored_server_lost_is_told_once_on_each_device_that_held_it_whatever_the_seed()
    {
        var (worlds, restores, told, unsure) = (0, 0, 0, 0);
        Seeds.Run(SeedsByDefault, seed =>
        {
            var world = new RestoreWorld(seed);
            world.Run();
            Interlocked.Increment(ref worlds);
            Interlocked.Add(ref restores, world.Restores);
            Interlocked.Add(ref told, world.Told);
            Interlocked.Add(ref unsure, world.Unsure);
        });

        output.WriteLine($"{worlds} worlds: {restores} restores, {told} entries of what was held, {unsure} of which a device could not know.");
        Assert.True(worlds == 1 || told > worlds, "Too little was lost to show anything.");
    }
}
