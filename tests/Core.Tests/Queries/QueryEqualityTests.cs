using TopGun.Core.Queries;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Queries;

/// <summary>A part of a map is known by its query, whoever made the query.</summary>
public class QueryEqualityTests
{
    [Fact]
    public void Queries_that_say_the_same_are_equal()
    {
        Assert.Equal(Query(1), Query(1));
        Assert.Equal(Query(1).GetHashCode(), Query(1).GetHashCode());
        Assert.NotEqual(Query(1), Query(2));
        Assert.NotEqual(Query(1), Query(1) with { Fields = [] });
        Assert.NotEqual(Query(1), Query(1) with { After = null });
    }

    private static MapQuery Query(int number) => new(
        new AndPredicate([
            new InPredicate(FieldPath.Of("a", "b"), [Value.Of(number), "x"]),
            new OrPredicate([new NotPredicate(new ExistsPredicate(FieldPath.Of("c"))), new PrefixPredicate(FieldPath.Of("d"), "p")]),
        ]),
        [new SortField(FieldPath.Of("a"), true)],
        10,
        new QueryPosition([Value.Of(3), null], "k"),
        [FieldPath.Of("a")]);
}
