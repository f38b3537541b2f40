using TopGun.Core.Queries;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Queries;

/// <summary>Who looks at a change.</summary>
public class InterestIndexTests
{
    [Fact]
    [Trait("Invariant", "INV-QRY-2")]
    public void A_change_is_shown_to_those_whom_it_can_concern()
    {
        var owner = FieldPath.Of("owner");
        var index = new InterestIndex();
        var woken = new int[1_000];
        for (var i = 0; i < woken.Length; i++)
        {
            var who = i;
            var where = new AndPredicate([new ExistsPredicate(owner), new ComparePredicate(owner, CompareOperator.Equal, Value.Of(i))]);
            index.Add(new QueryInterest(new PartQuery(MapQuery.All with { Where = where }), () => woken[who]++));
        }

        Assert.Equal(1, index.Note("a", null, Value.Object(("owner", 7.0))));
        Assert.Equal(2, index.Note("a", Value.Object(("owner", 7L)), Value.Object(("owner", 9L))));
        Assert.Equal(0, index.Note("b", null, Value.Object(("owner", "7"))));
        Assert.Equal([(7, 2), (9, 1)], woken.Index().Where(one => one.Item > 0).Select(one => (one.Index, one.Item)));
    }

    [Fact]
    public void An_interest_that_has_ended_is_shown_nothing()
    {
        var index = new InterestIndex();
        var interests = new[] { Predicate("a"), null }.Select(where => new QueryInterest(new PartQuery(MapQuery.All with { Where = where }), () => { })).ToList();
        foreach (var interest in interests) index.Add(interest);
        Assert.Equal(2, index.Note("k", null, Value.Object(("owner", "a"))));

        foreach (var interest in interests) index.Remove(interest);

        Assert.True(index.IsEmpty);
        Assert.Equal(0, index.Note("k", null, Value.Object(("owner", "a"))));
    }

    private static ComparePredicate Predicate(string owner) => new(FieldPath.Of("owner"), CompareOperator.Equal, Value.Of(owner));
}
