using System.Collections.Concurrent;
using System.Diagnostics;
using TopGun.Simulation.Checkers;
using TopGun.Simulation.World;

namespace TopGun.Simulation;

/// <summary>Thousands of worlds, each from one seed; see README.md beside this file for how to replay one.</summary>
public sealed class SimulationTests(ITestOutputHelper output)
{
    private const int SeedsByDefault = 2_000;

    [Fact]
    public void No_invariant_breaks_whatever_the_seed()
    {
        if (Environment.GetEnvironmentVariable("TOPGUN_SEED") is { Length: > 0 } seed)
        {
            Replay(ulong.Parse(seed, System.Globalization.CultureInfo.InvariantCulture));
            return;
        }

        var count = int.Parse(Environment.GetEnvironmentVariable("TOPGUN_SEEDS") ?? $"{SeedsByDefault}", System.Globalization.CultureInfo.InvariantCulture);
        var watch = Stopwatch.StartNew();
        var broken = new ConcurrentBag<(ulong Seed, Exception Why)>();
        Parallel.For(1, count + 1, (i, loop) =>
        {
            if (Why((ulong)i) is not { } why) return;
            broken.Add(((ulong)i, why));
            if (broken.Count >= 20) loop.Stop();
        });
        output.WriteLine($"{count} seeds in {watch.Elapsed.TotalSeconds:F1} s: {count / watch.Elapsed.TotalSeconds:F0} seeds/s.");
        if (broken.IsEmpty) return;
        Assert.Fail($"{broken.Count} seeds broke. Replay one with TOPGUN_SEED=<seed>.\n"
            + string.Join('\n', broken.OrderBy(seed => seed.Seed).Select(seed => $"seed {seed.Seed}: {Describe(seed.Why)}")));
    }

    [Fact, Trait("Invariant", "INV-RSY-1")]
    public void In_these_worlds_replicas_are_compared_after_a_Reset_and_interrupted_over_it()
    {
        var (begun, ended, interrupted) = (0, 0, 0);
        for (var seed = 1UL; seed <= 100; seed++)
        {
            var world = new SimulatedWorld(seed);
            world.Run();
            var walks = world.Checkers.OfType<Resync>().Single();
            (begun, ended, interrupted) = (begun + walks.WalksBegun, ended + walks.WalksEnded, interrupted + walks.WalksInterrupted);
        }

        output.WriteLine($"{begun} walks after a Reset, {ended} of them to their end, {interrupted} interruptions.");
        Assert.True(ended >= 20 && begun > ended && interrupted >= 5, $"{begun} walks, {ended} ended, {interrupted} interruptions: too few to show anything.");
    }

    [Fact]
    public void In_these_worlds_writers_are_forgotten_and_come_again()
    {
        var (forgotten, unknown) = (0, 0);
        for (var seed = 1UL; seed <= 200; seed++)
        {
            var world = new SimulatedWorld(seed);
            if (world.Climate.Copies > 0 || world.Climate.Nights < 2) continue;
            world.Run();
            forgotten += world.Ledger.ForgottenWriters;
            unknown += world.Devices.Sum(device => device.Replica.Rejections.Count(rejection => rejection.Code == Core.Replicas.RejectionCode.OutcomeUnknown));
        }

        output.WriteLine($"{forgotten} writers forgotten, {unknown} writes in inboxes since it is not known what became of them.");
        Assert.True(forgotten >= 20 && unknown >= 5, $"{forgotten} writers forgotten, {unknown} outcomes unknown: too few to show anything.");
    }

    internal static Exception? Why(ulong seed, Sabotage sabotage = Sabotage.None)
    {
        try
        {
            new SimulatedWorld(seed, sabotage).Run();
            return null;
        }
        catch (Exception why)
        {
            return why;
        }
    }

    private static string Describe(Exception why) => why is InvariantBrokenException ? why.Message : why.ToString();

    private void Replay(ulong seed)
    {
        var trace = new List<string>();
        var world = new SimulatedWorld(seed, Sabotage.None, trace);
        try
        {
            world.Run();
        }
        finally
        {
            output.WriteLine(world.Climate.ToString());
            foreach (var line in trace) output.WriteLine(line);
        }
    }
}
