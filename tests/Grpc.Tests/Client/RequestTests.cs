using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Http;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Client;

/// <summary>What the client sends.</summary>
public sealed class RequestTests
{
    [Fact, Trait("Pitfall", "26")]
    public async Task The_headers_of_a_stream_leave_before_its_first_message()
    {
        var seen = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(async http =>
        {
            seen.SetResult();
            await http.Request.BodyReader.ReadAsync();
        });
        using var call = server.Client.Talk();
        await seen.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact, Trait("Pitfall", "26")]
    public async Task A_request_says_what_the_protocol_wants_and_nothing_else()
    {
        var seen = new TaskCompletionSource<(string Line, Dictionary<string, string> Headers)>();
        await using var server = await ScriptedServer.StartAsync(http =>
        {
            seen.SetResult((
                $"{http.Request.Protocol} {http.Request.Method} {http.Request.Path}",
                http.Request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString())));
            http.Response.Headers["grpc-status"] = "0";
            http.Response.ContentType = "application/grpc";
            return Task.CompletedTask;
        });
        using var activity = new Activity("outer").Start();
        var deadline = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(60);
        using var call = server.Client.Tell(new Note(), new Metadata { { "authorization", "Bearer x" } }, deadline);
        var (line, headers) = await seen.Task;
        Assert.Equal("HTTP/2 POST /topgun.grpc.tests.ProbeService/Tell", line);
        Assert.Equal("trailers", headers["te"]);
        Assert.Equal("application/grpc", headers["content-type"]);
        Assert.Equal("identity,gzip", headers["grpc-accept-encoding"]);
        Assert.Equal("Bearer x", headers["authorization"]);
        Assert.Matches("^[0-9]{1,8}[num]$", headers["grpc-timeout"]);
        Assert.Equal(
            ["authorization", "content-length", "content-type", "grpc-accept-encoding", "grpc-timeout", "host", "te", "user-agent"],
            headers.Keys.Where(key => key[0] != ':').Order());
    }

    [Fact, Trait("Pitfall", "5")]
    public async Task A_burst_leaves_with_one_flush()
    {
        var handler = new CountingHandler();
        using var channel = GrpcChannel.ForAddress("http://localhost", new GrpcChannelOptions { HttpHandler = handler });
        using var call = new ProbeService.ProbeServiceClient(channel).Talk();
        var hinted = new WriteOptions(WriteFlags.BufferHint);
        for (var burst = 1; burst <= 3; burst++)
        {
            call.RequestStream.WriteOptions = hinted;
            for (var i = 0; i < 31; i++) await call.RequestStream.WriteAsync(new Note { Number = i });
            call.RequestStream.WriteOptions = null;
            await call.RequestStream.WriteAsync(new Note());

            // One more than the bursts: the first lets the headers go.
            Assert.Equal(burst + 1, handler.Body.Flushes);
        }

        // What was hinted leaves at the end too, and in between when it has grown.
        call.RequestStream.WriteOptions = hinted;
        await call.RequestStream.WriteAsync(Frames.Bulk(40_000));
        Assert.Equal(5, handler.Body.Flushes);
        var before = handler.Body.Length;
        await call.RequestStream.WriteAsync(new Note());
        Assert.Equal(before, handler.Body.Length);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(before + 5, handler.Body.Length);
    }

    [Fact]
    public async Task The_stub_for_blocking_calls_works()
    {
        await using var host = await TestHost.StartAsync();
        Assert.Equal(7, await Task.Run(() => host.Client.Ask(new Note { Number = 7 }).Number));
    }

    [Theory]
    [InlineData("ftp://localhost")]
    [InlineData("localhost:8080")]
    public void An_address_needs_a_scheme_that_we_speak(string address)
        => Assert.Throws<ArgumentException>(() => GrpcChannel.ForAddress(address));

    /// <summary>Takes the request's body and never answers.</summary>
    private sealed class CountingHandler : HttpMessageHandler
    {
        public CountingStream Body { get; } = new();

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Body, cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new UnreachableException();
        }
    }

    private sealed class CountingStream : MemoryStream
    {
        public int Flushes { get; private set; }

        public override Task FlushAsync(CancellationToken cancellationToken)
        {
            Flushes++;
            return Task.CompletedTask;
        }
    }
}
