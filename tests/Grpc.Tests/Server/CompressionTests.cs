using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>Compressed messages, in and out.</summary>
public sealed class CompressionTests
{
    private static readonly Note Long = new() { Text = new string('t', 100_000) };

    [Fact, Trait("Pitfall", "8")]
    public async Task Responses_are_compressed_for_a_client_that_can_undo_it()
    {
        await using var host = await TestHost.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        using var request = new RawRequest(host) { Headers = { ["grpc-accept-encoding"] = "identity, gzip" } };
        var response = await request.SendAsync(Frames.Of(Long));
        Assert.Equal("gzip", response.Header("grpc-encoding"));
        Assert.Equal(1, response.Body[0]);
        Assert.True(response.Body.Length < 2000);
        Assert.Equal(Long, await host.Client.AskAsync(Long));
    }

    [Fact]
    public async Task Responses_are_plain_for_a_client_that_cannot()
    {
        await using var host = await TestHost.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        using var request = new RawRequest(host);
        var response = await request.SendAsync(Frames.Of(Long));
        Assert.Null(response.Header("grpc-encoding"));
        Assert.Equal(Frames.Of(Long), response.Body);
    }

    [Fact, Trait("Pitfall", "6")]
    public async Task Empty_responses_are_plain_even_then()
    {
        await using var host = await TestHost.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        using var request = new RawRequest(host) { Headers = { ["grpc-accept-encoding"] = "gzip" } };
        Assert.Equal(new byte[5], (await request.SendAsync(Frames.Of(new Note()))).Body);
    }

    [Fact]
    public async Task Requests_are_compressed_on_demand()
    {
        await using var host = await TestHost.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        string? encoding = null;
        host.Script.Ask = (request, context) =>
        {
            encoding = context.GetHttpContext().Request.Headers["grpc-encoding"];
            Assert.Null(context.RequestHeaders.Get("grpc-internal-encoding-request"));
            return Task.FromResult(request);
        };
        Assert.Equal(Long, await host.Client.AskAsync(Long, new Metadata { { "grpc-internal-encoding-request", "gzip" } }));
        Assert.Equal("gzip", encoding);
    }

    [Fact]
    public async Task An_unknown_compression_is_unimplemented_and_the_known_ones_are_named()
    {
        await using var host = await TestHost.StartAsync();
        using var request = new RawRequest(host) { Headers = { ["grpc-encoding"] = "snappy" } };
        var response = await request.SendAsync(Frames.Of(1, [1, 2, 3]));
        Assert.Equal("12", response.Status);
        Assert.Equal("identity,gzip", response.Header("grpc-accept-encoding"));
    }

    [Fact, Trait("Pitfall", "7")]
    public async Task A_request_that_inflates_beyond_the_limit_is_refused()
    {
        await using var host = await TestHost.StartAsync(options => options.MaxReceiveMessageSize = 100_000);
        using var request = new RawRequest(host) { Headers = { ["grpc-encoding"] = "gzip" } };
        Assert.Equal("8", (await request.SendAsync(Frames.Of(1, Frames.Gzip(new byte[10_000_000])))).Status);
    }

    [Fact]
    public async Task An_unknown_compression_of_the_server_is_an_error_at_its_start()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => TestHost.StartAsync(options => options.ResponseCompressionAlgorithm = "snappy"));
}
