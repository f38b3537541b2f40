using TopGun.Core.Sync;
using TopGun.Server.Sessions;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Sessions;

/// <summary>How a conversation begins, and how it does not.</summary>
public class GreetingTests
{
    [Fact]
    public async Task Hello_is_answered_with_version_limits_time_and_the_user()
    {
        await using var bench = new SessionBench();
        using var client = bench.Open("alice");
        client.Stream.Send(SessionBench.Hello());

        var welcome = await client.Stream.Next<Welcome>();

        Assert.Equal((1, "alice", 25_000), (welcome.Version, welcome.Subject, welcome.HeartbeatMs));
        Assert.Equal(bench.Time.NowMs, welcome.ServerTimeMs);
        Assert.Equal(bench.Limits, welcome.Limits);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    public async Task The_highest_version_that_both_speak_is_chosen(int min, int max)
    {
        await using var bench = new SessionBench();
        using var client = bench.Open();
        client.Stream.Send(SessionBench.Hello(min: min, max: max));

        Assert.Equal(1, (await client.Stream.Next<Welcome>()).Version);
    }

    [Fact]
    public async Task Without_a_version_in_common_the_stream_ends_and_names_those_of_the_server()
    {
        await using var bench = new SessionBench();
        using var client = bench.Open();
        client.Stream.Send(SessionBench.Hello(min: 2, max: 3));

        var error = await client.EndsWith(ErrorCode.VersionUnsupported);

        Assert.Contains("2 to 3", error.Message);
        Assert.Equal(("1", "1"), (error.Metadata!["min_version"], error.Metadata["max_version"]));
    }

    [Fact]
    public async Task Any_other_frame_before_Hello_ends_the_stream()
    {
        await using var bench = new SessionBench();
        using var client = bench.Open();
        client.Stream.Send(new Ping(1));

        Assert.Contains("Ping", (await client.EndsWith(ErrorCode.InvalidFrame)).Message);
    }

    [Fact]
    public async Task A_second_Hello_ends_the_stream()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Stream.Send(SessionBench.Hello());

        Assert.Contains("second Hello", (await client.EndsWith(ErrorCode.InvalidFrame)).Message);
    }

    [Fact]
    public async Task A_stream_that_ends_before_Hello_is_told_so()
    {
        await using var bench = new SessionBench();
        using var client = bench.Open();
        client.Stream.End();

        Assert.Contains("before Hello", (await client.EndsWith(ErrorCode.InvalidFrame)).Message);
    }

    [Fact]
    public async Task Hello_may_take_almost_ten_seconds()
    {
        await using var bench = new SessionBench();
        using var client = bench.Open();
        await bench.Time.WhenTimerIsDueIn(TimeSpan.FromSeconds(10));
        bench.Time.Advance(TimeSpan.FromSeconds(9.9));
        client.Stream.Send(SessionBench.Hello());

        await client.Stream.Next<Welcome>();
    }

    [Fact]
    public async Task Without_Hello_the_stream_ends_after_ten_seconds()
    {
        await using var bench = new SessionBench();
        using var client = bench.Open();
        await bench.Time.WhenTimerIsDueIn(TimeSpan.FromSeconds(10));
        bench.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("10 s", (await client.EndsWith(ErrorCode.InvalidFrame)).Message);
    }

    [Fact]
    public async Task A_node_id_belongs_to_the_user_who_used_it_first()
    {
        await using var bench = new SessionBench();
        using var alice = await bench.Connect("node-1", "alice");
        using var mallory = bench.Open("mallory");
        mallory.Stream.Send(SessionBench.Hello("node-1"));

        var error = await mallory.EndsWith(ErrorCode.NodeIdTaken);

        Assert.Equal("node-1", error.Metadata!["node_id"]);
        Assert.Contains(nameof(SessionLog.NodeIdTaken), bench.Log.Warnings);
        Assert.False(alice.Running.IsCompleted);
        using var again = await bench.Connect("node-1", "alice");
    }

    [Fact]
    public async Task A_store_that_is_not_there_sends_clients_away_for_a_while()
    {
        await using var bench = new SessionBench();
        bench.Store.Inject(StoreStep.Bind, StoreFault.UnavailableBefore);
        using var client = bench.Open();
        client.Stream.Send(SessionBench.Hello());

        Assert.True((await client.EndsWith(ErrorCode.Unavailable)).RetryAfterMs > 0);
    }
}
