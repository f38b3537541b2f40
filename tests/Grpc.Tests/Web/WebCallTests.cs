using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TopGun.Grpc.Tests.Protos;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Web;

/// <summary>Calls by gRPC-Web, between our client and our server: binary and text, on HTTP/1.1 and HTTP/2.</summary>
public sealed class WebCallTests
{
    private static readonly Note Long = new() { Text = new string('t', 100_000) };

    public static TheoryData<string, string> Ways => new()
    {
        { nameof(WireForm.Web), "1.1" }, { nameof(WireForm.Web), "2.0" }, { nameof(WireForm.WebText), "1.1" }, { nameof(WireForm.WebText), "2.0" },
    };

    [Theory, MemberData(nameof(Ways)), Trait("Pitfall", "29")]
    public async Task A_unary_call_brings_the_response(string form, string version)
    {
        await using var host = await StartAsync(version);
        var client = ClientOf(host, form, version);
        Assert.Equal("hello", (await client.AskAsync(new Note { Text = "hello" })).Text);
        Assert.Equal(new Note(), await client.AskAsync(new Note()));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_message_of_three_megabytes_goes_both_ways(string form, string version)
    {
        await using var host = await StartAsync(version);
        var bulk = Frames.Bulk(3 << 20);
        Assert.Equal(bulk, await ClientOf(host, form, version).AskAsync(bulk));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_server_stream_brings_all_responses_and_a_client_stream_all_requests(string form, string version)
    {
        await using var host = await StartAsync(version);
        var client = ClientOf(host, form, version);
        using var telling = client.Tell(new Note { Number = 2000, Text = "x" });
        var numbers = new List<int>();
        await foreach (var note in telling.ResponseStream.ReadAllAsync()) numbers.Add(note.Number);
        Assert.Equal(Enumerable.Range(0, 2000), numbers);

        using var collecting = client.Collect();
        for (var i = 1; i <= 1000; i++) await collecting.RequestStream.WriteAsync(new Note { Number = i });
        await collecting.RequestStream.CompleteAsync();
        Assert.Equal(500_500, (await collecting).Number);
    }

    [Theory, MemberData(nameof(Ways)), Trait("Pitfall", "32")]
    public async Task A_duplex_stream_brings_its_responses_once_the_requests_have_ended(string form, string version)
    {
        await using var host = await StartAsync(version);
        using var call = ClientOf(host, form, version).Talk();
        for (var i = 0; i < 100; i++) await call.RequestStream.WriteAsync(new Note { Number = i });
        await call.RequestStream.CompleteAsync();
        var numbers = new List<int>();
        await foreach (var note in call.ResponseStream.ReadAllAsync()) numbers.Add(note.Number);
        Assert.Equal(Enumerable.Range(0, 100), numbers);
    }

    [Theory]
    [InlineData(nameof(WireForm.Web))]
    [InlineData(nameof(WireForm.WebText))]
    public async Task By_Http_2_a_duplex_stream_answers_each_request_before_the_next(string form)
    {
        await using var host = await StartAsync("2.0");
        using var call = ClientOf(host, form, "2.0").Talk();
        for (var i = 0; i < 200; i++)
        {
            await call.RequestStream.WriteAsync(new Note { Number = i });
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(i, call.ResponseStream.Current.Number);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Theory, MemberData(nameof(Ways)), Trait("Pitfall", "5")]
    public async Task Each_response_arrives_before_the_next_is_made(string form, string version)
    {
        await using var host = await StartAsync(version);
        var taken = new SemaphoreSlim(0);
        host.Script.Tell = async (_, responses, context) =>
        {
            for (var i = 0; i < 10; i++)
            {
                await responses.WriteAsync(new Note { Number = i });
                await taken.WaitAsync(context.CancellationToken);
            }
        };
        using var call = ClientOf(host, form, version).Tell(new Note());
        for (var i = 0; i < 10; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext());
            Assert.Equal(i, call.ResponseStream.Current.Number);
            taken.Release();
        }

        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Theory, MemberData(nameof(Ways)), Trait("Pitfall", "29")]
    public async Task Metadata_trailers_and_errors_arrive(string form, string version)
    {
        await using var host = await StartAsync(version);
        host.Script.Tell = async (_, responses, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata
            {
                { "x-text", context.RequestHeaders.GetValue("x-text")! }, { "x-bytes-bin", context.RequestHeaders.GetValueBytes("x-bytes-bin")! },
            });
            for (var i = 0; i < 5; i++) await responses.WriteAsync(new Note { Number = i });
            throw new RpcException(new Status(StatusCode.FailedPrecondition, "zu früh ☕ 100%"), new Metadata { { "why", "early" }, { "x-bin", [1, 250] } });
        };
        using var call = ClientOf(host, form, version).Tell(new Note(), new Metadata { { "x-text", "here" }, { "x-bytes-bin", [0, 1, 255] } });
        Assert.Equal("here", (await call.ResponseHeadersAsync).GetValue("x-text"));
        Assert.Equal(new byte[] { 0, 1, 255 }, (await call.ResponseHeadersAsync).GetValueBytes("x-bytes-bin"));
        for (var i = 0; i < 5; i++) Assert.True(await call.ResponseStream.MoveNext());
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.FailedPrecondition, "zu früh ☕ 100%"), (e.StatusCode, e.Status.Detail));
        Assert.Equal("early", e.Trailers.GetValue("why"));
        Assert.Equal(new byte[] { 1, 250 }, e.Trailers.GetValueBytes("x-bin"));
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task An_unknown_method_is_unimplemented(string form, string version)
    {
        await using var host = await StartAsync(version);
        var absent = new AbsentService.AbsentServiceClient(host.ChannelOf(Enum.Parse<WireForm>(form), Version.Parse(version)));
        var e = await Assert.ThrowsAsync<RpcException>(() => absent.AskAsync(new Note()).ResponseAsync);
        Assert.Equal(StatusCode.Unimplemented, e.StatusCode);
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Compression_and_its_limit_hold_both_ways(string form, string version)
    {
        await using var host = await StartAsync(version);
        var client = ClientOf(host, form, version);
        Assert.Equal(Long, await client.AskAsync(Long, new Metadata { { "grpc-internal-encoding-request", "gzip" } }));
        var huge = new Note { Text = new string('h', 5 << 20) };
        Assert.Equal(StatusCode.ResourceExhausted, await Failing.StatusAsync(
            () => client.AskAsync(huge, new Metadata { { "grpc-internal-encoding-request", "gzip" } }).ResponseAsync));
        host.Script.Ask = (_, _) => Task.FromResult(huge);
        Assert.Equal(StatusCode.ResourceExhausted, await Failing.StatusAsync(() => client.AskAsync(new Note()).ResponseAsync));
    }

    [Theory, MemberData(nameof(Ways)), Trait("Pitfall", "19")]
    public async Task The_server_ends_a_call_at_its_deadline_although_the_handler_does_not(string form, string version)
    {
        var time = new ManualTime();
        await using var host = await StartAsync(version, time);
        var (entered, leave) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Script.Tell = async (_, responses, _) =>
        {
            await responses.WriteAsync(new Note());
            entered.SetResult();
            await leave.Task;
        };

        // The client's own clock stands still, so that it is the server who ends the call.
        var still = new ManualTime();
        var client = new ProbeService.ProbeServiceClient(host.ChannelOf(Enum.Parse<WireForm>(form), Version.Parse(version), still));
        using var call = client.Tell(new Note(), deadline: still.In(TimeSpan.FromSeconds(5)));
        Assert.True(await call.ResponseStream.MoveNext());
        await entered.Task;
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(StatusCode.DeadlineExceeded, await Failing.StatusAsync(() => call.ResponseStream.MoveNext()));
        leave.SetResult();
    }

    [Theory, MemberData(nameof(Ways)), Trait("Pitfall", "20")]
    public async Task A_call_that_is_given_up_is_cancelled_at_the_server(string form, string version)
    {
        await using var host = await StartAsync(version);
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host.Script.Tell = async (_, responses, context) =>
        {
            context.CancellationToken.Register(cancelled.SetResult);
            while (true) await responses.WriteAsync(Frames.Bulk(1000));
        };
        using (var call = ClientOf(host, form, version).Tell(new Note())) Assert.True(await call.ResponseStream.MoveNext());
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static ProbeService.ProbeServiceClient ClientOf(TestHost host, string form, string version)
        => host.ClientOf(Enum.Parse<WireForm>(form), Version.Parse(version));

    private static Task<TestHost> StartAsync(string version, TimeProvider? time = null) => TestHost.StartAsync(
        options => options.ResponseCompressionAlgorithm = "gzip",
        protocols: version == "1.1" ? HttpProtocols.Http1 : HttpProtocols.Http2,
        time: time);
}
