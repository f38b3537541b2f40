using System.Text;
using TopGun.Core.Resolvers;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Resolvers;

/// <summary>The order of resolvers, and what makes one acceptable.</summary>
public sealed class ResolverChainTests
{
    [Fact]
    public void The_highest_priority_comes_first_and_equal_ones_by_name()
    {
        var chain = new ResolverChain([Local("b", 50), Local("z", 100), Local("a", 50), Local("B", 50)]);

        Assert.Equal(["z", "B", "a", "b"], chain.Resolvers.Select(resolver => resolver.Name));
    }

    [Fact]
    public void Only_those_whose_pattern_fits_the_key_are_asked()
    {
        var chain = new ResolverChain([Local("users", 100, "user:*"), Local("all", 50)]);

        Assert.Equal(["users", "all"], chain.For("user:1").Select(resolver => resolver.Name));
        Assert.Equal(["all"], chain.For("post:1").Select(resolver => resolver.Name));
        Assert.Empty(new ResolverChain([Local("users", 100, "user:*")]).For("post:1"));
    }

    [Theory]
    [InlineData("", 50)]
    [InlineData(" ", 50)]
    [InlineData("rule", -1)]
    [InlineData("rule", 101)]
    public void A_name_or_priority_out_of_range_is_refused(string name, int priority)
        => Assert.Throws<ArgumentException>(() => new ResolverChain([Local(name, priority)]));

    [Fact]
    public void A_name_that_is_too_long_or_no_Unicode_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new ResolverChain([Local("\uD800", 50)]));
        Assert.Throws<ArgumentException>(() => new ResolverChain([Local(new string('n', 101), 50)]));
        Assert.Null(ResolverChain.WhyInvalid(Local(new string('n', 100), 100)));
    }

    [Fact]
    public void A_name_is_used_once() => Assert.Throws<ArgumentException>(() => new ResolverChain([Local("same", 1), Local("same", 2)]));

    [Fact]
    public void A_reason_is_cut_and_mended_so_that_it_can_be_stored()
    {
        var decision = ResolverDecision.Reject("\uD800" + new string('x', 2_000));

        Assert.Equal("\uFFFD" + new string('x', ResolverDecision.MaxReasonBytes - 3), decision.Reason);
    }

    [Theory]
    [InlineData("€")]
    [InlineData("\U0001F4BA")]
    public void A_reason_is_as_long_as_the_contract_says_in_bytes(string character)
    {
        var text = string.Concat(Enumerable.Repeat(character, 1_000));

        var reason = ResolverDecision.Reject(text).Reason!;
        Assert.InRange(Encoding.UTF8.GetByteCount(reason), ResolverDecision.MaxReasonBytes - 3, ResolverDecision.MaxReasonBytes);
        Assert.StartsWith(reason, text, StringComparison.Ordinal);

        var objection = new Objection(Local(new string('n', 100), 50), ResolverDecision.Failed(text));
        Assert.InRange(Encoding.UTF8.GetByteCount(objection.Reason), ResolverDecision.MaxReasonBytes - 3, ResolverDecision.MaxReasonBytes);
    }

    private static Rule Local(string name, int priority, string keys = "*") => new(name, priority, _ => ResolverDecision.Local, keys);
}
