using TopGun.Core.Access;
using TopGun.Host.Serving;

namespace TopGun.Host.Tests.Serving;

/// <summary>Permission rules as a line of text. What could mean more than was meant is refused.</summary>
public class PermissionTextTests
{
    [Fact]
    public void Rules_have_roles_maps_and_actions()
    {
        var rules = PermissionText.Parse(" editor, admin : notes-*,drafts : READ,put,Remove ; *:public:READ;");

        Assert.Equal(2, rules.Count);
        Assert.Equal(["editor", "admin"], rules[0].Roles);
        Assert.Equal(["notes-*", "drafts"], rules[0].Maps);
        Assert.Equal(MapAction.Read | MapAction.Put | MapAction.Remove, rules[0].Actions);
        Assert.Empty(rules[1].Roles);
        Assert.Equal(["public"], rules[1].Maps);
        Assert.Equal(MapAction.Read, rules[1].Actions);
    }

    [Fact]
    public void The_name_of_a_map_may_have_colons()
        => Assert.Equal(["app:notes:{sub}"], Assert.Single(PermissionText.Parse("*:app:notes:{sub}:READ")).Maps);

    [Fact]
    public void Every_action_has_its_name()
        => Assert.Equal((MapAction)31, Assert.Single(PermissionText.Parse("*:m:READ,PUT,REMOVE,RESOLVE,ADMIN")).Actions);

    [Theory]
    [InlineData(null, "is not set")]
    [InlineData("", "is not set")]
    [InlineData(" \t", "is not set")]
    [InlineData(";", "has no rule")]
    [InlineData(" ; ; ", "has no rule")]
    [InlineData("editor", "'editor', which is not of the form roles:maps:actions")]
    [InlineData("editor:READ", "'editor:READ', which is not of the form roles:maps:actions")]
    [InlineData("*:notes:READ;broken", "'broken'")]
    [InlineData(":notes:READ", "names no role")]
    [InlineData(" , :notes:READ", "names no role")]
    [InlineData("*,admin:notes:READ", "role '*' beside others")]
    [InlineData("*::READ", "names no map")]
    [InlineData("*:,:READ", "names no map")]
    [InlineData("*:notes:", "names no action")]
    [InlineData("*:notes:WRITE", "action 'WRITE' in '*:notes:WRITE'")]
    [InlineData("*:notes:NONE", "action 'NONE'")]
    [InlineData("*:notes:1", "action '1'")]
    [InlineData("*:notes:+1", "action '+1'")]
    [InlineData("*:notes:-1", "action '-1'")]
    [InlineData("*:notes:READ|PUT", "action 'READ|PUT'")]
    [InlineData("*:notes:*", "action '*'")]
    public void A_bad_rule_is_named_with_what_is_wrong_with_it(string? text, string wrong)
    {
        var failure = Assert.Throws<StartFailure>(() => PermissionText.Parse(text));

        Assert.StartsWith("TOPGUN_PERMISSIONS", failure.Message);
        Assert.Contains(wrong, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }
}
