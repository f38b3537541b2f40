using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Server.Limits;
using TopGun.Server.Resolvers;
using TopGun.Server.Resolvers.Registering;
using TopGun.Server.Tests.Resolvers;

namespace TopGun.Server.Tests.Registering;

/// <summary>What can be set of registering, and its small parts.</summary>
public class RegisteringOptionsTests
{
    [Fact]
    public void Every_mistake_is_reported_with_its_range()
    {
        var options = new TopGunServerOptions();
        var registering = options.Resolvers.Registering;
        registering.Lifetime = (RegistrationLifetime)7;
        registering.LapseAfter = TimeSpan.FromMinutes(59);
        (registering.MaxPerMap, registering.MaxPerUser, registering.CallBurst, registering.CallsPerSecond) = (0, 1_001, 0, 1_000_001);

        var mistakes = options.Validate(new(options)).Select(mistake => mistake.ErrorMessage!).Where(mistake => mistake.StartsWith("TopGun:Resolvers:", StringComparison.Ordinal));

        Assert.Equal(
            [
                "TopGun:Resolvers:Registering:Lifetime is 7; Stored and Memory are valid.",
                "TopGun:Resolvers:Registering:LapseAfter is 00:59:00; 01:00:00 to 3650 days are valid, and null for never.",
                "TopGun:Resolvers:Registering:MaxPerMap is 0; 1 to 1,000 are valid.",
                "TopGun:Resolvers:Registering:MaxPerUser is 1001; 1 to 1,000 are valid.",
                "TopGun:Resolvers:Registering:CallBurst is 0; 1 to 1,000,000 are valid.",
                "TopGun:Resolvers:Registering:CallsPerSecond is 1000001; 1 to 1,000,000 are valid.",
            ],
            mistakes);
    }

    [Fact, Trait("Invariant", "INV-RES-4")]
    public void A_stored_rule_that_this_version_can_not_make_is_a_failing_one_and_an_error_in_the_log()
    {
        var log = new ErrorLog();
        log.Expect("Lost");
        using var meters = new TestMeters();
        var source = new ConfiguredResolvers(
            new ServerResolvers(), new ResolverForge(Scripting.Script.Engine, Scripting.ScriptLimits.Default, TimeProvider.System), new ResolverMetrics(meters), TimeProvider.System, log.For<ConfiguredResolvers>());

        foreach (var rule in new ResolverRule[] { new ScriptRule("return ]"), new BuiltInRule("GONE") })
            Assert.IsType<LostResolver>(source.Revive(new ResolverDefinition("old", rule, 90, "k?")));
        Assert.Equal(ResolverOrigin.Client, source.Revive(new ResolverDefinition("new", new BuiltInRule("LWW"), 90)).Origin);
        log.Verify();
    }

    [Fact]
    public void One_code_is_compiled_once_while_it_is_in_use()
    {
        var cache = new ScriptCache(Scripting.Script.Engine);
        var script = cache.Compile("return 1;");

        Assert.Same(script, cache.Compile("return 1;"));
        for (var i = 0; i < 600; i++) cache.Compile($"return {i};");
        Assert.Same(script, cache.Compile("return 1;"));
        GC.KeepAlive(script);
    }

    [Fact]
    public void A_budget_fills_again_and_each_user_has_his_own()
    {
        var time = new ManualTime();
        var budget = new RateBuckets(2, 4, time);
        Assert.Equal([0, 0, 250, 250], Enumerable.Range(0, 4).Select(_ => budget.Take("alice")));
        Assert.Equal(0, budget.Take("bob"));

        time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(150, budget.Take("alice"));
        time.Advance(TimeSpan.FromSeconds(60));
        Assert.Equal([0, 0, 250], Enumerable.Range(0, 3).Select(_ => budget.Take("alice")));
        for (var user = 0; user < 3_000; user++) Assert.Equal(0, budget.Take($"user {user}"));
        Assert.Equal(250, budget.Take("alice"));
    }
}
