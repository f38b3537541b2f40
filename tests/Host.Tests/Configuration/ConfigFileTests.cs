using TopGun.Host.Configuration;
using TopGun.Server;

namespace TopGun.Host.Tests.Configuration;

/// <summary>The configuration file: what it can say, and that every mistake in it is named and ends the start.</summary>
public sealed class ConfigFileTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    [Fact]
    public void Built_ins_and_scripts_reach_the_maps_that_they_are_for()
    {
        File.WriteAllText(_place.File("orders.js"), "return { action: 'local' };");
        var options = Configured("""
            {
              // Comments are allowed, and so are commas at the end.
              "resolvers": {
                "seats": [{ "builtIn": "FIRST_WRITE_WINS", "reason": "This seat is taken.", "fields": ["by"], "mayBeRemoved": true, "name": "taken" }],
                "orders": [
                  { "file": "orders.js", "priority": 90, "keyPattern": "order:*" },
                  { "builtIn": "NON_NEGATIVE" },
                ],
              },
              "scriptLimits": { "steps": 5000, "watchdogMs": 100 },
              "timeShare": 0.5,
            }
            """);

        Assert.Empty(Mistakes(options));
        var chains = options.Resolvers.Chains().ToDictionary();
        Assert.Equal(["taken"], chains["seats"].Resolvers.Select(resolver => resolver.Name));
        Assert.Equal([("NON_NEGATIVE", 90, "*"), ("orders", 90, "order:*")], chains["orders"].Resolvers.Select(resolver => (resolver.Name, resolver.Priority, resolver.Keys.ToString())));
        Assert.Equal(0.5, options.Resolvers.TimeShare);
        Assert.Equal((5_000, TimeSpan.FromMilliseconds(100), 128), (options.Resolvers.ScriptLimits.Steps, options.Resolvers.ScriptLimits.Watchdog, options.Resolvers.ScriptLimits.CallDepth));
    }

    [Fact]
    public void How_clients_may_register_can_be_set()
    {
        var options = Configured("""
            { "registering": { "lifetime": "memory", "lapseAfterHours": 1.5, "maxPerMap": 5, "maxPerUser": 4, "callBurst": 3, "callsPerSecond": 2 } }
            """);

        Assert.Empty(Mistakes(options));
        var registering = options.Resolvers.Registering;
        Assert.Equal((Server.Resolvers.RegistrationLifetime.Memory, TimeSpan.FromMinutes(90)), (registering.Lifetime, registering.LapseAfter));
        Assert.Equal((5, 4, 3, 2), (registering.MaxPerMap, registering.MaxPerUser, registering.CallBurst, registering.CallsPerSecond));
    }

    [Fact]
    public void An_empty_file_of_settings_changes_nothing() => Assert.Empty(Configured("{}").Resolvers.Chains());

    [Theory]
    [InlineData("""{ "resolver": {} }""", "$.resolver: there is no setting resolver here; resolvers, scriptLimits, timeShare, registering, scriptEngine, server are known.")]
    [InlineData("""{ "resolvers": { "m": [{ "builtin": "LWW" }] } }""", "there is no setting builtin here; builtIn, file, name, priority, keyPattern, fields, reason, mayBeRemoved are known.")]
    [InlineData("""{ "registering": { "maxPerTeam": 1 } }""", "there is no setting maxPerTeam here; lifetime, lapseAfterHours, maxPerMap, maxPerUser, callBurst, callsPerSecond are known.")]
    [InlineData("""{ "resolvers": { "m": [{ "builtIn": "LWW", "priority": "high" }] } }""", "$.resolvers.m[0].priority: priority must be a whole number up to 2147483647.")]
    [InlineData("""{ "resolvers": { "a.b c": [{ "fields": "by" }] } }""", "fields must be a list of texts")]
    [InlineData("""{ "resolvers": { "m": [{ "fields": [1] }] } }""", "the item must be a text in quotes.")]
    [InlineData("""{ "resolvers": { "m": [{ "mayBeRemoved": 1 }] } }""", "mayBeRemoved must be true or false.")]
    [InlineData("""{ "resolvers": { "m": { "builtIn": "LWW" } } }""", "m must be a list of objects")]
    [InlineData("""{ "timeShare": "half" }""", "timeShare must be a number.")]
    [InlineData("""{ "scriptLimits": { "steps": 1.5 } }""", "steps must be a whole number.")]
    [InlineData("""{ "resolvers": null }""", "resolvers must be an object in braces.")]
    [InlineData("[]", "the file must be an object in braces.")]
    [InlineData("""{ "resolvers": { "m": [], "m": [] } }""", "m stands there twice.")]
    [InlineData("{ \"resolvers\":\n[] }", "line 2")]
    [InlineData("{ \"resolvers\":\n", "line 2")]
    [InlineData("", "is empty; an object like")]
    [InlineData("null", "holds null")]
    public void What_it_does_not_know_ends_the_start_with_its_place(string text, string named)
    {
        var failure = Assert.Throws<StartFailure>(() => Configured(text));

        Assert.Contains(named, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.DoesNotContain("System.", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("TopGun.", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "scriptEngine": "v8" }""", "scriptEngine is \"v8\"; this build has")]
    [InlineData("""{ "resolvers": { "m": [{}] } }""", "resolvers.m[0] needs one of builtIn and file")]
    [InlineData("""{ "resolvers": { "m": [null] } }""", "resolvers.m[0] is null; an object")]
    [InlineData("""{ "resolvers": { "m": null } }""", "resolvers.m is null; a list")]
    [InlineData("""{ "resolvers": { "m": [{ "builtIn": "LWW", "file": "x.js" }] } }""", "resolvers.m[0] needs one of builtIn and file")]
    [InlineData("""{ "resolvers": { "m": [{ "file": " " }] } }""", "resolvers.m[0].file is empty")]
    [InlineData("""{ "registering": { "lifetime": "ever" } }""", "registering.lifetime is 'ever'; 'stored' and 'memory'")]
    [InlineData("""{ "registering": { "lapseAfterHours": 1e300 } }""", "registering.lapseAfterHours is 1E+300")]
    [InlineData("""{ "resolvers": { "m": [{ "file": "x.js", "reason": "no" }] } }""", "reason and mayBeRemoved are for built-ins")]
    [InlineData("""{ "resolvers": { "m": [{ "builtIn": "LWW", "mayBeRemoved": true }] } }""", "LWW has no such setting")]
    [InlineData("""{ "resolvers": { "m": [{ "builtIn": "VERSION_INCREMENT", "fields": ["a", "b"] }] } }""", "counts up 2 fields; VERSION_INCREMENT takes one")]
    [InlineData("""{ "resolvers": { "m": [{ "builtIn": "FIRST" }] } }""", "there is no built-in resolver FIRST")]
    [InlineData("""{ "resolvers": { "m": [{ "builtIn": "LWW", "priority": 101 }] } }""", "priority 101; 0 to 100")]
    [InlineData("""{ "resolvers": { "m": [{ "file": "gone.js" }] } }""", "gone.js: it can't be read")]
    [InlineData("""{ "resolvers": { "m": [{ "file": "bad.js" }] } }""", "line 2, column 1")]
    [InlineData("""{ "resolvers": { "": [{ "builtIn": "LWW" }] } }""", "a name of 0 bytes; 1 to 128")]
    [InlineData("""{ "resolvers": { "m": [{ "builtIn": "LWW" }, { "builtIn": "LWW" }] } }""", "two resolvers with the name LWW")]
    [InlineData("""{ "resolvers": { "m": [{ "builtIn": "LWW", "keyPattern": "" }] } }""", "key pattern of 0 characters; 1 to 256")]
    [InlineData("""{ "timeShare": 2 }""", "TimeShare is 2; 0.01 to 1")]
    [InlineData("""{ "registering": { "lapseAfterHours": 0.5 } }""", "LapseAfter is 00:30:00; 01:00:00 to 3650 days")]
    [InlineData("""{ "scriptLimits": { "steps": 1 } }""", "Steps is 1; it must be 1,000 to 100,000,000")]
    public void What_is_wrong_with_a_resolver_is_reported_with_all_other_mistakes(string text, string named)
    {
        File.WriteAllText(_place.File("bad.js"), "const a = 1;\nfetch('x');");

        Assert.Contains(Mistakes(Configured(text)), mistake => mistake.Contains(named, StringComparison.Ordinal));
    }

    [Fact]
    public void Mistakes_of_every_kind_are_reported_at_once()
    {
        var mistakes = Mistakes(Configured("""
            {
              "resolvers": { "m": [{}, { "builtIn": "FIRST" }, { "file": "gone.js" }] },
              "registering": { "lifetime": "ever", "lapseAfterHours": 1e300, "maxPerMap": 0 },
              "scriptEngine": "v8",
            }
            """)).ToArray();

        foreach (var part in new[] { "resolvers.m[0] needs", "resolver FIRST", "gone.js", "'ever'", "1E+300", "MaxPerMap is 0", "\"v8\"" })
            Assert.Contains(mistakes, mistake => mistake.Contains(part, StringComparison.Ordinal));
    }

    [Fact]
    public void An_engine_that_this_build_lacks_is_named_with_the_way_to_a_build_that_has_it()
        => Assert.EndsWith("One built with -p:WithJint=true has \"jint\" too.", ScriptEngines.WhyNone("jint"), StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_or_too_large_is_named()
    {
        var gone = Assert.Throws<StartFailure>(() => ConfigFile.Read(_place.File("gone.json")));
        File.WriteAllText(_place.File("large.json"), new string(' ', (1 << 20) + 1));
        var large = Assert.Throws<StartFailure>(() => ConfigFile.Read(_place.File("large.json")));

        Assert.Contains("gone.json", gone.Message, StringComparison.Ordinal);
        Assert.Contains("1,048,577 bytes; at most 1,048,576", large.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _place.Dispose();

    private TopGunServerOptions Configured(string text)
    {
        var file = _place.File("topgun.json");
        File.WriteAllText(file, text);
        var options = new TopGunServerOptions { Jwt = { Secret = new string('s', 32) } };
        ConfigFile.Read(file).AddTo(options.Resolvers);
        return options;
    }

    private static IEnumerable<string> Mistakes(TopGunServerOptions options) => options.Validate(new(options, "TopGun", null, null)).Select(mistake => mistake.ErrorMessage!);
}
