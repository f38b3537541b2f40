using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Queries;

namespace TopGun.Client.Tests;

/// <summary>The sample of the documentation; that it compiles is the test.</summary>
internal static class ReadmeSample
{
    internal sealed record Task(string Title, bool Done);

    internal sealed record Account(long Balance);

    public static async System.Threading.Tasks.Task TransferAsync(LwwMap<Account> accounts, Account ann, Account bob)
    {
        var transfer = accounts.WriteAll(group => group
            .Patch("ann", patch => patch.Set("balance", ann.Balance - 50))
            .Patch("bob", patch => patch.Set("balance", bob.Balance + 50)));

        var result = await transfer.Settled;
        if (result.Rejection is { } rejection) Console.WriteLine($"{rejection.Key}: {rejection.Reason}");
    }

    public static QueryPage Look(LwwMap<Task> todos)
    {
        using var open = todos.Observe(todo => !todo.Done);
        todos.Set("parked", new Task("Free until noon", false), TimeSpan.FromHours(2));
        return todos.Raw.Query(MapQuery.All with
        {
            Where = new PrefixPredicate(FieldPath.Of("title"), "Buy"),
            Sort = [new SortField(FieldPath.Of("title"))],
            Limit = 20,
        });
    }

    public static async System.Threading.Tasks.Task<QueryPage> HoldPartAsync(TopGunClient client)
    {
        var mine = MapQuery.All with { Where = new ComparePredicate(FieldPath.Of("owner"), CompareOperator.Equal, "ann") };
        var todos = client.GetMap<Task>("todos", mine);
        todos.Hold(mine with { Fields = [FieldPath.Of("title")] });
        todos.Release(mine);
        var latest = MapQuery.All with { Sort = [new SortField(FieldPath.Of("made"), true)], Limit = 10 };
        todos.Hold(latest);
        using var onScreen = todos.Observe(latest);
        Console.WriteLine(await todos.FetchAsync("milk"));
        return await todos.Raw.QueryOnceAsync(MapQuery.All with { Sort = [new SortField(FieldPath.Of("made"), true)], Limit = 20 });
    }

    public static async System.Threading.Tasks.Task RunAsync(string token, string[] args)
    {
        await using var client = TopGunClient.Open(new TopGunClientOptions
        {
            Server = "http://localhost:8080",
            Token = token,
            ReplicaFile = args.FirstOrDefault("todos.db"),
        });
        var tasks = client.GetMap<Task>("tasks");

        tasks.Set("milk", new Task("Buy milk", Done: false));     // durable here and shown at once, online or not
        tasks.Patch("milk", patch => patch.Set("done", true));    // touches one field; others may write theirs
        Console.WriteLine(tasks.Get("milk"));

        var saved = await client.WhenSavedAsync();                // the server has answered everything
        Console.WriteLine($"{client.State.Phase}, {saved.Rejected} rejected");
        foreach (var rejection in client.Rejections.List())
            Console.WriteLine($"{rejection.Map}/{rejection.Key}: {rejection.Code} {rejection.Reason}");

        await foreach (var change in tasks.Subscribe())           // from here and from everywhere
            Console.WriteLine($"{change.Key}: {change.Before} -> {change.After} ({change.Origin})");
    }
}
