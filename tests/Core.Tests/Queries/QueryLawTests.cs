using FsCheck.Fluent;
using TopGun.Core.Queries;
using TopGun.Core.Values;
using TopGun.Generators;

namespace TopGun.Core.Tests.Queries;

public class QueryLawTests
{
    [Fact]
    public void A_condition_says_what_the_plain_way_says()
        => Law.Holds(
            SomeQueries.Predicates.SelectMany(predicate => SomeQueries.Near.Select(value => (predicate, value))),
            pair => pair.predicate.Matches(pair.value) == NaiveQuery.Matches(pair.predicate, pair.value));

    [Fact]
    public void The_order_is_that_of_the_plain_way_and_agrees_with_equality()
        => Law.Holds(
            SomeQueries.Near.SelectMany(left => SomeQueries.Near.Select(right => (left, right))),
            pair =>
            {
                var order = ValueOrder.Instance.Compare(pair.left, pair.right);
                Assert.Equal(Math.Sign(NaiveQuery.Order(pair.left, pair.right)), Math.Sign(order));
                Assert.Equal(Math.Sign(order), -Math.Sign(ValueOrder.Instance.Compare(pair.right, pair.left)));
                Assert.Equal(Value.NumericallyEquals(pair.left, pair.right), order == 0);
            });

    [Fact]
    public void The_order_is_transitive()
        => Law.Holds(SomeQueries.Near.ArrayOf(3), values =>
        {
            Array.Sort(values, ValueOrder.Instance);
            return ValueOrder.Instance.Compare(values[0], values[2]) <= 0 && ValueOrder.Instance.Compare(values[0], values[1]) <= 0;
        });

    [Fact]
    public void Pages_make_up_the_answer_of_the_plain_way()
        => Law.Holds(SomeQueries.Any.SelectMany(query => SomeQueries.Maps.Select(map => (query, map))), pair =>
        {
            var expected = NaiveQuery.KeysOf(pair.query, pair.map);
            var rows = new List<QueryRow>();
            var page = pair.query.Run(pair.map);
            for (; ; page = (pair.query with { After = page.Next }).Run(pair.map))
            {
                rows.AddRange(page.Rows);
                Assert.True(page.Rows.Count <= (pair.query.Limit ?? int.MaxValue));
                if (page.Next is null) break;
                Assert.Equal(pair.query.Limit, page.Rows.Count);
                Assert.Equal(rows[^1].Key, page.Next.Key);
            }

            Assert.Equal(expected, rows.Select(row => row.Key));
        });

    [Fact]
    public void A_projection_keeps_the_fields_named_and_no_others()
        => Law.Holds(SomeQueries.Any.SelectMany(query => SomeValues.Objects.Select(value => (query.Fields, value))), pair =>
        {
            var cut = Projection.Of(pair.value, pair.Fields);
            foreach (var field in pair.Fields) Assert.Equal(NaiveQuery.Find(pair.value, field), NaiveQuery.Find(cut, field));
            if (pair.Fields.Count == 0) Assert.Same(pair.value, cut);
            else AssertLeavesNamed(cut, [], pair.Fields);
        });

    private static void AssertLeavesNamed(Value value, string[] path, IReadOnlyList<FieldPath> fields)
    {
        if (fields.Any(field => field.Names.SequenceEqual(path))) return;

        // Not named itself: so it is on the way to a field that is named, and an object.
        Assert.Contains(fields, field => field.Names.Take(path.Length).SequenceEqual(path));
        foreach (var (name, inner) in Assert.IsType<ObjectValue>(value).Fields) AssertLeavesNamed(inner, [.. path, name], fields);
    }
}
