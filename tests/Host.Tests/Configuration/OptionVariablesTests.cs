using System.Collections;
using TopGun.Core.Access;
using TopGun.Host.Configuration;
using TopGun.Server;

namespace TopGun.Host.Tests.Configuration;

/// <summary>Every option of the server can be set by a variable.</summary>
public sealed class OptionVariablesTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    [Fact]
    public void A_variable_sets_the_option_of_its_name_in_any_case_of_letters()
    {
        var options = Bound(
            ("TOPGUN__JWT__AUTHORITY", "https://id.example.com"), ("TOPGUN__Jwt__KeyFiles__0", "a.pem"), ("TOPGUN__JWT__LEEWAY", "00:00:10"),
            ("TOPGUN__PERMISSIONS__0__ROLES__0", "editor"), ("TOPGUN__PERMISSIONS__0__MAPS__0", "notes-*"), ("TOPGUN__PERMISSIONS__0__ACTIONS", "Read, Put"),
            ("PATH", "/bin"), ("TOPGUN_PERMISSIONS", "x"));

        Assert.Equal(("https://id.example.com", "a.pem", TimeSpan.FromSeconds(10)), (options.Jwt.Authority, Assert.Single(options.Jwt.KeyFiles), options.Jwt.Leeway));
        var rule = Assert.Single(options.Permissions);
        Assert.Equal(("editor", "notes-*", MapAction.Read | MapAction.Put), (Assert.Single(rule.Roles), Assert.Single(rule.Maps), rule.Actions));
    }

    [Fact]
    public void A_name_that_is_not_known_is_a_mistake_that_says_where_names_stand()
    {
        var failure = Assert.Throws<StartFailure>(() => Bound(("TOPGUN__JWT__AUTHORTY", "x")));

        Assert.Contains("AUTHORTY", failure.Message);
        Assert.Contains("OPERATIONS.md", failure.Message);
        Assert.Throws<StartFailure>(() => Bound(("TOPGUN__HEARTBEAT", "soon")));
    }

    [Fact]
    public void Every_mistake_is_said_and_what_is_right_is_set()
    {
        var options = new TopGunServerOptions();
        var failure = Assert.Throws<StartFailure>(() => OptionVariables.Bind(
            new Dictionary<string, string?> { ["Heartbeat"] = "soon", ["Limits:KeyBytes"] = "many", ["Limits:OpsBurst"] = "7", ["Jwt:KeyFiles:0"] = "a", ["Jwt:KeyFiles:1"] = "b", ["Jwt:Authorty"] = "x" }, options));

        Assert.Equal(3, failure.Mistakes.Count);
        Assert.All(new[] { "Heartbeat", "Limits:KeyBytes", "Authorty" }, name => Assert.Contains(failure.Mistakes, mistake => mistake.Contains(name, StringComparison.Ordinal)));
        Assert.Equal((7, "a, b"), (options.Limits.OpsBurst, string.Join(", ", options.Jwt.KeyFiles)));
    }

    [Fact]
    public void Every_file_that_cannot_be_read_is_said()
    {
        var failure = Assert.Throws<StartFailure>(() => Bound(("TOPGUN__JWT__SECRET_FILE", _directory.File("a")), ("TOPGUN__METRICSTOKEN_FILE", _directory.File("b"))));

        Assert.Equal(2, failure.Mistakes.Count);
    }

    [Fact]
    public void A_secret_can_lie_in_a_file()
    {
        var file = _directory.File("secret");
        File.WriteAllText(file, "the-secret\n");

        Assert.Equal("the-secret", Bound(("TOPGUN__JWT__SECRET_FILE", file)).Jwt.Secret);
        Dictionary<string, string?> variables = new() { ["TOPGUN_JWT_SECRET_FILE"] = file, ["B"] = "b", ["B_FILE"] = file };
        var through = VariableFile.Through(variables.GetValueOrDefault);
        Assert.Equal(("the-secret", "b", null), (through("TOPGUN_JWT_SECRET"), through("B"), through("C")));

        var failure = Assert.Throws<StartFailure>(() => VariableFile.Through(name => name == "X_FILE" ? file + "-not" : null)("X"));
        Assert.Contains("X_FILE", failure.Message);
    }

    [Fact]
    public void The_configuration_file_sets_the_same_options()
    {
        var file = _directory.File("topgun.json");
        File.WriteAllText(file, """{ "server": { "jwt": { "leeway": "00:00:05", "keyFiles": ["k.pem"] }, "maxSessionsPerUser": 7 } }""");

        var options = new TopGunServerOptions();
        OptionVariables.Bind(ConfigFile.Read(file).ServerOptions(), options);

        Assert.Equal((TimeSpan.FromSeconds(5), "k.pem", 7), (options.Jwt.Leeway, Assert.Single(options.Jwt.KeyFiles), options.MaxSessionsPerUser));
    }

    public void Dispose() => _directory.Dispose();

    private static TopGunServerOptions Bound(params (string Name, string Value)[] variables)
    {
        var environment = new Hashtable();
        foreach (var (name, value) in variables) environment[name] = value;
        var options = new TopGunServerOptions();
        OptionVariables.Bind(OptionVariables.Read(environment), options);
        return options;
    }
}
