using System.Diagnostics;
using TopGun.Client.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Values;

namespace TopGun.Client.Benchmarks;

/// <summary>What an application does first, each step timed from the start of the process.</summary>
internal static class ClientStart
{
    public static void Run(string file, TimeSpan begun)
    {
        var watch = Stopwatch.StartNew();
        Say("the runtime has started");
        var client = TopGunClient.Open(new TopGunClientOptions { ReplicaFile = file });
        var map = client.GetMap(ReplicaFill.Map);
        Say("open");
        if (map.Get(ReplicaFill.KeyOf(500_000)) is null) throw new InvalidOperationException("The replica lacks a record.");
        Say("first Get");
        Ask("first 20 by key", MapQuery.All with { Limit = 20 });
        Ask("first 20 with n = 500", Of500(20));
        Ask("all with n = 500, sorted by text, 20", Of500(20) with { Sort = [new SortField(FieldPath.Of("text"))] });
        Ask("sorted by n, 20", MapQuery.All with { Sort = [new SortField(FieldPath.Of("n"))], Limit = 20 });
        client.DisposeAsync().AsTask().GetAwaiter().GetResult();

        void Ask(string what, MapQuery query)
        {
            var rows = map.Query(query).Rows.Count;
            Say($"{what} ({rows} rows)");
        }

        void Say(string what) => Console.WriteLine(
            $"{(begun + watch.Elapsed).TotalMilliseconds,8:N0} ms  {Environment.CpuUsage.TotalTime.TotalMilliseconds,8:N0} ms of CPU  {Environment.WorkingSet / 1e6,5:N0} MB  {what}");
    }

    private static MapQuery Of500(int limit)
        => MapQuery.All with { Where = new ComparePredicate(FieldPath.Of("n"), CompareOperator.Equal, Value.Of(500)), Limit = limit };
}
