using System.Net;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>What the server answers to requests that are no calls, or calls of nothing.</summary>
public sealed class HttpAnswersTests
{
    [Theory, Trait("Pitfall", "14")]
    [InlineData("application/json")]
    [InlineData("application/grpc+json")]
    [InlineData("application/grpc-web+json")]
    [InlineData("application/grpc-web-texts")]
    [InlineData("application/grpcx")]
    public async Task Another_content_type_is_415(string contentType)
    {
        await using var host = await TestHost.StartAsync();
        using var request = new RawRequest(host) { ContentType = contentType };
        var response = await request.SendAsync(Frames.Of(new Note()));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.Http.StatusCode);
        Assert.Null(response.Status);
    }

    [Theory, Trait("Pitfall", "8")]
    [InlineData("application/grpc")]
    [InlineData("application/grpc+proto")]
    [InlineData("application/grpc; charset=utf-8")]
    [InlineData("Application/gRPC")]
    public async Task The_content_types_of_grpc_are_taken_and_answered_in_kind(string contentType)
    {
        await using var host = await TestHost.StartAsync();
        using var request = new RawRequest(host) { ContentType = contentType };
        var response = await request.SendAsync(Frames.Of(new Note { Text = "x" }));
        Assert.Equal(HttpStatusCode.OK, response.Http.StatusCode);
        Assert.Equal("application/grpc", response.ContentType);
        Assert.Equal("identity,gzip", response.Header("grpc-accept-encoding"));
        Assert.Equal(Frames.Of(new Note { Text = "x" }), response.Body);
        Assert.Equal("0", response.Trailer("grpc-status"));
    }

    [Fact, Trait("Pitfall", "14")]
    public async Task Http_1_1_is_426()
    {
        await using var host = await TestHost.StartAsync(protocols: HttpProtocols.Http1);
        using var request = new RawRequest(host) { Version = HttpVersion.Version11 };
        var response = await request.SendAsync(Frames.Of(new Note()));
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.Http.StatusCode);
        Assert.Equal("HTTP/2.0", response.Header("upgrade"));
    }

    [Theory, Trait("Pitfall", "14")]
    [InlineData("GET")]
    [InlineData("PUT")]
    public async Task Another_method_than_post_is_405(string method)
    {
        await using var host = await TestHost.StartAsync();
        using var request = new RawRequest(host) { Method = new HttpMethod(method) };
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await request.SendAsync([])).Http.StatusCode);
    }

    [Theory, Trait("Pitfall", "14")]
    [InlineData("/topgun.grpc.tests.ProbeService/Absent")]
    [InlineData("/no.such.Service/Ask")]
    public async Task A_call_of_nothing_is_unimplemented(string path)
    {
        await using var host = await TestHost.StartAsync();
        using var request = new RawRequest(host, path);
        var response = await request.SendAsync(Frames.Of(new Note()));
        Assert.Equal(HttpStatusCode.OK, response.Http.StatusCode);
        Assert.Equal("12", response.Header("grpc-status"));
    }

    [Fact]
    public async Task Other_paths_stay_the_applications_own()
    {
        await using var host = await TestHost.StartAsync();
        using var absent = new RawRequest(host, "/some/page") { Method = HttpMethod.Get };
        Assert.Equal(HttpStatusCode.NotFound, (await absent.SendAsync([])).Http.StatusCode);
        using var post = new RawRequest(host, "/some/page") { ContentType = "application/json" };
        Assert.Equal(HttpStatusCode.NotFound, (await post.SendAsync([])).Http.StatusCode);
        using var plain = new RawRequest(host, "/plain") { Method = HttpMethod.Get };
        Assert.Equal("hello"u8.ToArray(), (await plain.SendAsync([])).Body);
    }

    [Fact]
    public async Task The_client_reads_an_unknown_service_as_unimplemented()
    {
        await using var host = await TestHost.StartAsync();
        var e = await Assert.ThrowsAsync<RpcException>(
            () => new AbsentService.AbsentServiceClient(host.Channel).AskAsync(new Note()).ResponseAsync);
        Assert.Equal(StatusCode.Unimplemented, e.StatusCode);
    }
}
