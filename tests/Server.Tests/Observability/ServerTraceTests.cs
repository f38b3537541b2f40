using System.Collections.Concurrent;
using System.Diagnostics;
using TopGun.Server.Tests.Calls;
using TopGun.Server.Tests.Endpoint;

namespace TopGun.Server.Tests.Observability;

/// <summary>What hangs together in traces.</summary>
public sealed class ServerTraceTests : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    // Of all servers in this process; nothing below is asserted of the others but what holds for each.
    public ServerTraceTests()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "TopGun.Server" or "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    [Fact]
    public async Task A_write_lies_in_the_trace_of_its_caller_and_a_commit_in_none()
    {
        const string Caller = "0af7651916cd43dd8448eb211c80319c";
        await using (var server = await TestServer.StartAsync())
        {
            var client = new CallClient(server);
            client.Headers.Add("traceparent", $"00-{Caller}-b7ad6b7169203331-01");
            await client.Put("a", CallClient.Number(1));
            await client.Put("b", CallClient.Number(2));
        }

        var mine = _ended.Where(activity => activity.TraceId.ToHexString() == Caller).ToLookup(activity => activity.Source.Name);
        Assert.Equal(2, mine["Microsoft.AspNetCore"].Count());
        Assert.Equal(["topgun.write", "topgun.write"], mine["TopGun.Server"].Select(activity => activity.OperationName));
        // Each in its own; which of two requests ends first, when both answers have left, is nobody's to say.
        Assert.Equal(SpansOf(mine["Microsoft.AspNetCore"], activity => activity.SpanId), SpansOf(mine["TopGun.Server"], activity => activity.ParentSpanId));
        Assert.Equal([CallClient.Map, CallClient.Map], mine["TopGun.Server"].Select(activity => activity.GetTagItem("topgun.map")));

        var commits = _ended.Where(activity => activity.OperationName == "topgun.commit").ToList();
        Assert.True(commits.Count >= 2);
        Assert.All(commits, commit => Assert.Null(commit.ParentId));
    }

    public void Dispose() => _listener.Dispose();

    private static IEnumerable<string> SpansOf(IEnumerable<Activity> activities, Func<Activity, ActivitySpanId> span)
        => activities.Select(activity => span(activity).ToHexString()).Order(StringComparer.Ordinal);
}
