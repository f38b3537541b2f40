using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>Queries over nine records.</summary>
internal static class QueryScenarios
{
    public static (string, Func<World, Task>)[] All =>
        [("query-where", WhereAsync), ("query-sort", SortAsync), ("query-pages", PagesAsync), ("query-fields", FieldsAsync)];

    public static Predicate Compare(string name, CompareOperator how, object native)
        => new() { Compare = new Comparison { Path = Path(name), Operator = how, Value = Values.ToValue(native) } };

    private static async Task WhereAsync(World world)
    {
        await FillAsync(world);
        var anyOf = new PredicateList
        {
            Parts = { Compare("n", CompareOperator.Greater, 4), new Predicate { Prefix = new TextPrefix { Path = Path("name"), Text = "name-2" } } },
        };
        var allOf = new PredicateList { Parts = { Compare("even", CompareOperator.Equal, true), new Predicate { AnyOf = anyOf } } };
        await ExpectAsync(new Predicate { AllOf = allOf }, "r2", "r6", "r8");
        await ExpectAsync(new Predicate { Contains = new Containment { Path = Path("tags"), Value = Values.ToValue("t7") } }, "r7");
        await ExpectAsync(new Predicate { Not = new Predicate { Exists = Path("n") } });
        await ExpectAsync(new Predicate { OneOf = new OneOf { Path = Path("n"), Values = { Values.ToValue(1), Values.ToValue(3.0) } } }, "r1", "r3");

        async Task ExpectAsync(Predicate where, params string[] keys)
            => World.Expect((await AskAsync(world, new Query { Where = where })).Rows.Select(row => row.Key), keys, where.KindCase.ToString());
    }

    private static async Task SortAsync(World world)
    {
        await FillAsync(world);
        var (rows, _) = await AskAsync(world, new Query { Sort = { Descending("even"), Descending("n") } });
        World.Expect(rows.Select(row => row.Key), new[] { "r8", "r6", "r4", "r2", "r9", "r7", "r5", "r3", "r1" }, "the order");
    }

    private static async Task PagesAsync(World world)
    {
        await FillAsync(world);
        var (pages, query) = (new List<string[]>(), new Query { Sort = { Descending("n") }, Limit = 4 });
        do
        {
            var (rows, next) = await AskAsync(world, query);
            pages.Add([.. rows.Select(row => row.Key)]);
            if (pages.Count == 1) await world.PutAsync("r0", World.Object(("n", 10)));
            query.After = next;
        }
        while (query.After is not null);
        World.Expect(pages, new[] { new[] { "r9", "r8", "r7", "r6" }, ["r5", "r4", "r3", "r2"], ["r1"] }, "the pages");
    }

    private static async Task FieldsAsync(World world)
    {
        await FillAsync(world);
        var (rows, _) = await AskAsync(world, new Query { Where = Compare("n", CompareOperator.Equal, 1), Fields = { Path("n"), Path("more", "i") } });
        World.Expect(
            rows.Select(row => new[] { row.Key, Values.ToNative(row.Value), (long)row.Version }),
            new[] { new object[] { "r1", World.Object(("n", 1), ("more", World.Object(("i", 1)))), (long)(await world.GetAsync("r1"))!.Version } },
            "the rows");
    }

    private static async Task FillAsync(World world)
    {
        for (var i = 1; i < 10; i++)
            await world.PutAsync($"r{i}", World.Object(("n", i), ("even", i % 2 == 0), ("name", $"name-{i}"), ("tags", new[] { $"t{i}" }), ("more", World.Object(("i", i)))));
    }

    private static async Task<(List<Entry> Rows, QueryPosition? Next)> AskAsync(World world, Query query)
    {
        using var call = world.Server.Map.Query(new QueryRequest { Map = world.Map, Query = query }, deadline: World.Deadline);
        var (rows, next) = (new List<Entry>(), (QueryPosition?)null);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            rows.AddRange(call.ResponseStream.Current.Rows);
            next = call.ResponseStream.Current.Next;
        }

        return (rows, next);
    }

    private static FieldPath Path(params string[] names) => new() { Names = { names } };

    private static SortField Descending(string name) => new() { Path = Path(name), Descending = true };
}
