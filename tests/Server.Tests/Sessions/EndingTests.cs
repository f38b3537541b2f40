using TopGun.Core.Sync;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Sessions;

/// <summary>What ends a conversation, and what each side learns of it.</summary>
public class EndingTests
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(75);
    private static readonly TimeSpan LastFrame = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task When_the_client_ends_its_side_the_stream_ends_without_an_error()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Stream.End();

        await client.Running;
        Assert.Equal(0, client.Stream.Arrived);
    }

    [Fact]
    public async Task A_call_that_is_aborted_is_cancelled_and_nobody_complains()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Abort();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Running);
    }

    [Fact]
    public async Task An_expired_token_ends_the_stream()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect(expiresIn: TimeSpan.FromSeconds(60));
        await bench.Time.WhenTimerIsDueIn(TimeSpan.FromSeconds(60));
        bench.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Contains("expired", (await client.EndsWith(ErrorCode.Unauthenticated)).Message);
    }

    [Fact]
    public async Task A_token_of_many_years_is_no_trouble()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect(expiresIn: TimeSpan.FromDays(3_650));
        client.Stream.Send(new Ping(1));

        await client.Stream.Next<Pong>();
    }

    [Fact]
    public async Task Silence_for_three_heartbeats_ends_the_stream()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        await bench.Time.WhenTimerIsDueIn(Silence);
        bench.Time.Advance(Silence);

        Assert.Contains("75000 ms", (await client.EndsWith(ErrorCode.Unavailable)).Message);
    }

    [Fact]
    public async Task Any_frame_breaks_the_silence()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        for (var i = 0; i < 3; i++)
        {
            await bench.Time.WhenTimerIsDueIn(Silence);
            bench.Time.Advance(Silence - TimeSpan.FromSeconds(1));
            client.Stream.Send(new Unsubscribe(7));
        }

        client.Stream.Send(new Ping(42));
        Assert.Equal(new Pong(42, bench.Time.NowMs), await client.Stream.Next());
    }

    [Fact]
    public async Task A_server_that_stops_sends_its_clients_away_for_a_moment()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        using var silent = bench.Open("bob");
        bench.Drain();

        Assert.True((await client.EndsWith(ErrorCode.Unavailable)).RetryAfterMs > 0);
        await silent.EndsWith(ErrorCode.Unavailable);
        using var late = bench.Open("carol");
        await late.EndsWith(ErrorCode.Unavailable);
    }

    [Fact]
    public async Task But_first_it_answers_what_it_has_taken()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);
        client.Stream.Send(new TestWriter(SessionBench.Map).NewOps(3));
        await bench.Store.WhenHanging();
        bench.Drain();
        bench.Store.Release();

        Assert.Equal(3, (await client.Stream.Next<OpResults>()).Results.Count);
        await client.EndsWith(ErrorCode.Unavailable);
    }

    [Fact]
    public async Task A_client_that_ends_its_side_gets_the_answers_to_what_it_sent()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);
        client.Stream.Send(new TestWriter(SessionBench.Map).NewOps(3));
        client.Stream.End();
        await bench.Store.WhenHanging();
        bench.Store.Release();

        Assert.Equal(3, (await client.Stream.Next<OpResults>()).Results.Count);
        await client.Running;
    }

    [Fact]
    public async Task What_is_no_frame_ends_the_stream_with_the_reason()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Stream.SendBroken(ErrorCode.LimitExceeded, "A frame of 5 MB; at most 4 MB are accepted.");

        Assert.Equal("A frame of 5 MB; at most 4 MB are accepted.", (await client.EndsWith(ErrorCode.LimitExceeded)).Message);
    }

    [Fact]
    public async Task A_client_that_does_not_read_cannot_keep_its_stream_beyond_its_token()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect(expiresIn: TimeSpan.FromSeconds(60));
        client.Stream.Hold();
        client.Stream.Send(new Ping(1));
        await client.Stream.Stuck;
        await bench.Time.WhenTimerIsDueIn(TimeSpan.FromSeconds(60));
        bench.Time.Advance(TimeSpan.FromSeconds(60));

        // The status must say it alone: a write is under way.
        var thrown = await Assert.ThrowsAsync<SyncException>(() => client.Running);
        Assert.Equal(ErrorCode.Unauthenticated, thrown.Error.Code);
    }

    [Fact]
    public async Task A_client_that_has_ended_its_side_hears_of_its_batches_however_long_their_commit_takes()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        var writer = new TestWriter(SessionBench.Map);
        bench.Store.Inject(StoreStep.Commit, StoreFault.HangBefore);
        client.Stream.Send(writer.Batch(writer.Set("a", 1)));
        client.Stream.End();
        await bench.Store.WhenHanging();
        // Not so long that the client would be taken for dead.
        for (var waited = LastFrame; waited < Silence; waited += LastFrame)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
            bench.Time.Advance(LastFrame);
        }

        bench.Store.Release();

        Assert.Equal(OpResultCode.Applied, Assert.Single((await client.Stream.Next<OpResults>()).Results).Code);
        await client.Running;
    }

    [Fact]
    public async Task Nor_can_it_hold_up_the_last_frame_for_more_than_five_seconds()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        client.Stream.Hold();
        bench.Drain();
        await client.Stream.Stuck;
        await bench.Time.WhenTimerIsDueIn(LastFrame);
        bench.Time.Advance(LastFrame);

        var thrown = await Assert.ThrowsAsync<SyncException>(() => client.Running);
        Assert.Equal(ErrorCode.Unavailable, thrown.Error.Code);
    }
}
