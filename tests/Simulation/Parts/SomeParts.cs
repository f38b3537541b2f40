using TopGun.Core.Queries;
using TopGun.Core.Values;

namespace TopGun.Simulation.Parts;

/// <summary>The parts of a map of orders that are held in the worlds.</summary>
internal static class SomeParts
{
    public static FieldPath Owner { get; } = FieldPath.Of("owner");

    public static FieldPath Number { get; } = FieldPath.Of("number");

    public static FieldPath Text { get; } = FieldPath.Of("text");

    /// <summary>Parts with an order, a limit or a place to begin.</summary>
    public static MapQuery[] Windows { get; } =
    [
        MapQuery.All with { Limit = 4 },
        Top(3),
        Top(1),
        Top(3) with { Fields = [Text] },
        Top(2) with { Where = Is(Owner, "ann") },
        Top(3) with { Sort = [new SortField(Owner), new SortField(Number, true)], Where = new ExistsPredicate(Text), Fields = [Owner] },
        MapQuery.All with { Sort = [new SortField(Number)], Limit = 5 },
        MapQuery.All with { Sort = [new SortField(Number)], Limit = 3, After = new QueryPosition([2L], "k12") },
        MapQuery.All with { Sort = [new SortField(Text)], Limit = 4, After = new QueryPosition([null], "k0"), Fields = [Number] },
        MapQuery.All with { Limit = 1_000, Where = Is(Owner, "bob") },
        MapQuery.All with { Sort = [new SortField(Number)], Fields = [Text] },
        MapQuery.All with { Sort = [new SortField(Number, true)], After = new QueryPosition([3L], "k"), Fields = [Owner] },
        MapQuery.All with { After = new QueryPosition([], "k15") },
    ];

    public static MapQuery Where(Predicate where) => MapQuery.All with { Where = where };

    public static ComparePredicate Is(FieldPath path, Value value) => new(path, CompareOperator.Equal, value);

    private static MapQuery Top(int limit) => MapQuery.All with { Sort = [new SortField(Number, true)], Limit = limit };
}
