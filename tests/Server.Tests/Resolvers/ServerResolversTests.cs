using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Values;
using TopGun.Resolving;
using TopGun.Scripting;
using TopGun.Server.Resolvers;

namespace TopGun.Server.Tests.Resolvers;

/// <summary>How a server's configuration gives resolvers to its maps.</summary>
public sealed class ServerResolversTests
{
    [Fact]
    public void Every_mistake_is_reported_at_once()
    {
        var rules = new ServerResolvers();
        rules.Add("", BuiltInResolvers.Lww());
        rules.Add("m", BuiltInResolvers.Lww());
        rules.Add("m", BuiltInResolvers.Lww());
        rules.Add("m", "high", _ => ResolverDecision.Local, priority: 101);
        rules.Add("m", "pattern", _ => ResolverDecision.Local, keyPattern: "");
        rules.AddScript("m", "broken", "const a = 1;\nreturn eval('a');");
        rules.AddScriptFile("m", "/nowhere/rule.js");
        rules.Add("m", "a\nb", _ => ResolverDecision.Local);
        rules.AddBuiltIn("m", "VERSION_INCREMENT", new() { Fields = ["a", "b"] });

        Assert.Collection(
            rules.Mistakes,
            mistake => Assert.Contains("name of 0 bytes", mistake, StringComparison.Ordinal),
            mistake => Assert.Contains("two resolvers with the name LWW", mistake, StringComparison.Ordinal),
            mistake => Assert.Contains("priority 101", mistake, StringComparison.Ordinal),
            mistake => Assert.Contains("resolver pattern has a key pattern of 0 characters", mistake, StringComparison.Ordinal),
            mistake => Assert.Contains("resolver broken: line 2", mistake, StringComparison.Ordinal),
            mistake => Assert.Contains("/nowhere/rule.js", mistake, StringComparison.Ordinal),
            mistake => Assert.Contains("the control character U+000A at place 1 of its name", mistake, StringComparison.Ordinal),
            mistake => Assert.Contains("resolver VERSION_INCREMENT counts up 2 fields", mistake, StringComparison.Ordinal));
        Assert.Equal("LWW", Assert.Single(rules.Chains().Single().Value.Resolvers).Name);
    }

    [Fact]
    public void Who_lists_them_reads_which_built_in_each_is_and_nothing_of_code()
    {
        var rules = new ServerResolvers();
        rules.AddBuiltIn("m", "FIRST_WRITE_WINS", new() { Name = "first", Fields = ["by"], Reason = "Taken." }, mayBeRemoved: true);
        rules.AddScript("m", "script", "return { action: 'local' };");

        var listed = ListedResolvers.Of("m", rules.Chains().Single().Value, [], GuardedMap.User("alice"));

        Assert.Equal([new BuiltInRule("FIRST_WRITE_WINS", ["by"], "Taken.", true), null], listed.Select(one => one.Definition.Rule));
    }

    [Fact]
    public async Task A_map_that_is_named_like_a_pattern_is_a_warning()
    {
        await using var server = await Endpoint.TestServer.StartAsync(configure: options =>
        {
            options.Resolvers.Add("notes-*", BuiltInResolvers.Lww());
            options.Resolvers.Add("notes", BuiltInResolvers.Lww());
        });

        Assert.Contains("a map named notes-*:", Assert.Single(server.Log.WarningLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Another_engine_compiles_the_scripts_that_are_added_after_it()
    {
        var rules = new ServerResolvers();
        rules.AddScript("m", "before", "return { action: 'local' };");
        rules.Engine = new RefusingEngine();
        rules.AddScript("m", "after", "return { action: 'local' };");

        Assert.Equal("Map m, resolver after: line 3, column 4: It takes nothing.", Assert.Single(rules.Mistakes));
        Assert.Equal("before", Assert.Single(rules.Chains().Single().Value.Resolvers).Name);
        Assert.Throws<ArgumentNullException>(() => rules.Engine = null!);
    }

    [Fact]
    public void The_options_of_a_server_report_them_too()
    {
        var options = new TopGunServerOptions();
        options.Resolvers.Add("m", "", _ => ResolverDecision.Local);

        Assert.Contains(options.Validate(new(options)), mistake => mistake.ErrorMessage!.Contains("name of 0 characters", StringComparison.Ordinal));
    }

    [Fact]
    public void A_script_file_gives_its_name()
    {
        var file = Path.Combine(Path.GetTempPath(), $"topgun-{Guid.NewGuid():n}", "budget-check.js");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        try
        {
            File.WriteAllText(file, "return { action: 'local' };");
            var rules = new ServerResolvers();
            rules.AddScriptFile("cart", file, priority: 80);

            Assert.Empty(rules.Mistakes);
            var resolver = Assert.Single(rules.Chains().Single().Value.Resolvers);
            Assert.Equal(("budget-check", 80, ResolverOrigin.Server), (resolver.Name, resolver.Priority, resolver.Origin));
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, true);
        }
    }

    [Fact]
    public void An_application_judges_in_its_own_type()
    {
        var rules = new ServerResolvers();
        rules.Add("seats", "row", Seat.Read, context =>
            context.RemoteValue is { Row: > 30 } seat ? ResolverDecision.Reject($"There is no row {seat.Row}.") : ResolverDecision.Local);
        var map = new Resolving.GuardedMap(Protocol.Records.RecordCodec.Instance, [.. rules.Chains().Single().Value.Resolvers]);

        Assert.Equal("There is no row 31.", map.Set("a", Value.Object(("row", 31))).Reason);
        Assert.Equal(Core.Sync.OpResultCode.Applied, map.Set("a", Value.Object(("row", 30))).Code);
        Assert.Equal(Core.Sync.OpResultCode.ResolverFailed, map.Set("a", Value.Object(("row", "x"))).Code);
    }

    private sealed record Seat(long Row)
    {
        public static Seat Read(Value value) => new(((Int64Value)((ObjectValue)value)["row"]!).Number);
    }

    private sealed class RefusingEngine : IScriptEngine
    {
        public ICompiledScript Compile(string source, int maxSourceBytes = 50 * 1024) => throw new ScriptSyntaxException("It takes nothing.", 3, 4);
    }
}
