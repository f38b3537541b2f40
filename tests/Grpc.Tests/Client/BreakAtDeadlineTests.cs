using System.Net;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Grpc.Tests.Protos;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Client;

/// <summary>Calls whose exchange breaks about the time of their deadline, whoever notices it first.</summary>
public sealed class BreakAtDeadlineTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly List<GrpcChannel> _channels = [];

    [Theory]
    [InlineData("2.0"), InlineData("1.1")]
    public async Task An_exchange_that_the_deadline_breaks_ends_by_the_deadline(string version)
    {
        // The transport is told of it before the call itself, and reports its break at once.
        var client = Client((_, givenUp) => StuckStream.FailingOn<HttpResponseMessage>(givenUp), version);
        var unary = client.AskAsync(new Note(), deadline: _time.In(Minute));
        using var duplex = client.Talk(deadline: _time.In(Minute));
        var read = duplex.ResponseStream.MoveNext();
        _time.Advance(Minute);
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => unary.ResponseAsync.WaitAsync(Soon)));
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => read.WaitAsync(Soon)));
    }

    [Theory]
    [InlineData("2.0"), InlineData("1.1")]
    public async Task A_write_that_the_deadline_breaks_ends_by_the_deadline(string version)
    {
        var network = new StuckStream();
        var client = Client(
            async (request, _) =>
            {
                await request.Content!.CopyToAsync(network, CancellationToken.None);
                throw new InvalidOperationException("the test has not ended its requests");
            },
            version);
        using var call = client.Talk(deadline: _time.In(Minute));
        var write = call.RequestStream.WriteAsync(Frames.Bulk(40_000));
        await network.Written.WaitAsync(Soon);
        _time.Advance(Minute);
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => write.WaitAsync(Soon)));
        Assert.Equal(StatusCode.DeadlineExceeded, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task An_exchange_that_the_caller_breaks_is_cancelled()
    {
        var client = Client((_, givenUp) => StuckStream.FailingOn<HttpResponseMessage>(givenUp));
        using var cancel = new CancellationTokenSource();
        var call = client.AskAsync(new Note(), deadline: _time.In(Minute), cancellationToken: cancel.Token);
        await cancel.CancelAsync();
        Assert.Equal(StatusCode.Cancelled, await Failing.StatusAsync(() => call.ResponseAsync.WaitAsync(Soon)));
    }

    [Theory]
    [InlineData(Break.Reset), InlineData(Break.Cut), InlineData(Break.NoStatus)]
    internal async Task A_break_within_a_tick_of_the_clock_waits_for_the_verdict_of_the_deadline(Break kind)
    {
        var (call, broken) = Breaking(kind, before: TimeSpan.FromMilliseconds(5));
        broken.SetResult();

        // Only the clock may end the call now, and it stands still.
        Assert.NotSame(call.ResponseAsync, await Task.WhenAny(call.ResponseAsync, Task.Delay(200)));
        _time.Advance(TimeSpan.FromMilliseconds(5));
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => call.ResponseAsync.WaitAsync(Soon)));
    }

    [Fact]
    public async Task A_break_after_the_deadline_does_not_wait_for_a_timer_that_is_late()
    {
        _time.TimersAreLate = true;
        var (call, broken) = Breaking(Break.Cut, before: -TimeSpan.FromSeconds(1));
        Assert.False(call.ResponseAsync.IsCompleted);
        broken.SetResult();
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => call.ResponseAsync.WaitAsync(Soon)));
    }

    [Theory]
    [InlineData(Break.Reset, nameof(StatusCode.Cancelled))]
    [InlineData(Break.Cut, nameof(StatusCode.Unavailable))]
    [InlineData(Break.NoStatus, nameof(StatusCode.Unknown))]
    internal async Task A_break_before_that_has_its_own_meaning_at_once(Break kind, string expected)
    {
        var (call, broken) = Breaking(kind, before: TimeSpan.FromMilliseconds(100));
        broken.SetResult();
        Assert.Equal(Enum.Parse<StatusCode>(expected), await Failing.StatusAsync(() => call.ResponseAsync.WaitAsync(Soon)));
    }

    [Fact]
    public async Task A_status_that_the_server_tells_counts_however_near_the_deadline_is()
    {
        var (call, broken) = Breaking(Break.None, before: TimeSpan.FromMilliseconds(5));
        broken.SetResult();
        Assert.Equal(StatusCode.Aborted, await Failing.StatusAsync(() => call.ResponseAsync.WaitAsync(Soon)));
    }

    public void Dispose()
    {
        foreach (var channel in _channels) channel.Dispose();
    }

    private ProbeService.ProbeServiceClient Client(
        Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer, string version = "2.0")
    {
        _channels.Add(GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions
        {
            HttpHandler = new ScriptedTransport(answer),
            HttpVersion = Version.Parse(version),
            Form = version == "1.1" ? WireForm.WebText : WireForm.Grpc,
            Time = _time,
        }));
        return new(_channels[^1]);
    }

    // A call with a deadline that is as far away as said, which breaks when the test says so.
    private (AsyncUnaryCall<Note> Call, TaskCompletionSource Broken) Breaking(Break kind, TimeSpan before)
    {
        var broken = new TaskCompletionSource();
        var client = Client(async (_, _) =>
        {
            await broken.Task;
            return kind switch
            {
                Break.Reset => throw new HttpRequestException("reset", new HttpProtocolException(0x8, "The stream was reset.", null)),
                Break.Cut => throw new HttpRequestException("cut", new IOException("The connection was closed.")),
                Break.NoStatus => Response(),
                _ => Response("10"),
            };
        });
        var call = client.AskAsync(new Note(), deadline: _time.In(Minute));
        _time.Advance(Minute - before);
        return (call, broken);
    }

    private static HttpResponseMessage Response(string? status = null)
    {
        var response = new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent([]) };
        response.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        if (status is not null) response.TrailingHeaders.TryAddWithoutValidation("grpc-status", status);
        return response;
    }

    internal enum Break
    {
        None,
        Reset,
        Cut,
        NoStatus,
    }
}
