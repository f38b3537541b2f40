using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Values;
using TopGun.Server.Auth;

namespace TopGun.Server.Tests.Auth;

/// <summary>Who may do what.</summary>
public class PermissionRulesTests
{
    private static readonly MapAction[] Actions = [MapAction.Read, MapAction.Put, MapAction.Remove, MapAction.Resolve, MapAction.Admin];

    [Fact]
    public void Without_a_rule_nobody_may_do_anything()
    {
        var rules = new PermissionRules([]);

        Assert.All(Actions, action => Assert.False(rules.Allows(User("admin"), "notes", action)));
    }

    [Fact]
    public void A_rule_without_maps_or_without_actions_allows_nothing()
    {
        var rules = new PermissionRules([new() { Actions = (MapAction)31 }, new() { Maps = ["*"] }]);

        Assert.All(Actions, action => Assert.False(rules.Allows(User(), "notes", action)));
    }

    [Fact]
    public void A_rule_without_roles_is_for_every_user()
        => Assert.True(new PermissionRules([Rule("notes", MapAction.Read)]).Allows(User(), "notes", MapAction.Read));

    [Fact]
    public void A_rule_with_roles_is_for_those_who_have_one_of_them_letter_by_letter()
    {
        var rules = new PermissionRules([new() { Roles = ["editor", "admin"], Maps = ["notes"], Actions = MapAction.Put }]);

        Assert.True(rules.Allows(User("guest", "admin"), "notes", MapAction.Put));
        Assert.False(rules.Allows(User("guest"), "notes", MapAction.Put));
        Assert.False(rules.Allows(User("Admin", "*", ""), "notes", MapAction.Put));
    }

    [Fact]
    public void What_several_rules_allow_adds_up_and_only_on_the_maps_they_name()
    {
        var rules = new PermissionRules([Rule("notes*", MapAction.Read), Rule("notes-1", MapAction.Put)]);

        Assert.True(rules.Allows(User(), "notes-1", MapAction.Read | MapAction.Put));
        Assert.False(rules.Allows(User(), "notes-2", MapAction.Read | MapAction.Put));
        Assert.True(rules.Allows(User(), "notes-2", MapAction.Read));
        Assert.False(rules.Allows(User(), "other", MapAction.Read));
    }

    [Fact]
    public void Put_brings_resolve_along_and_nothing_else()
    {
        var rules = new PermissionRules([Rule("notes", MapAction.Put)]);

        Assert.Equal([MapAction.Put, MapAction.Resolve], Actions.Where(action => rules.Allows(User(), "notes", action)));
    }

    [Fact]
    public void Unless_some_rule_names_resolve_for_the_map_for_whomever()
    {
        var rules = new PermissionRules([Rule("*", MapAction.Put), new() { Roles = ["ruler"], Maps = ["notes"], Actions = MapAction.Resolve }]);

        Assert.False(rules.Allows(User(), "notes", MapAction.Resolve));
        Assert.True(rules.Allows(User("ruler"), "notes", MapAction.Resolve));
        Assert.True(rules.Allows(User(), "other", MapAction.Resolve));
    }

    [Fact]
    public void The_user_in_a_pattern_is_the_one_who_asks()
    {
        var rules = new PermissionRules([Rule("private-{sub}", MapAction.Read)]);

        Assert.True(rules.Allows(Access.User("bob"), "private-bob", MapAction.Read));
        Assert.False(rules.Allows(Access.User("bob"), "private-alice", MapAction.Read));
        Assert.False(rules.Allows(Access.User("*"), "private-alice", MapAction.Read));
        Assert.False(rules.Allows(Access.User("{sub}"), "private-alice", MapAction.Read));
    }

    private static PermissionRule Rule(string map, MapAction actions) => new() { Maps = [map], Actions = actions };

    private static Principal User(params string[] roles) => new("alice", roles.ToFrozenSet(), ObjectValue.Empty);
}
