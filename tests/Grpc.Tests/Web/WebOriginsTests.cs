using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Web;

/// <summary>Which pages may call from elsewhere.</summary>
public sealed class WebOriginsTests
{
    private const string Page = "https://app.example.com";

    [Theory]
    [InlineData("/topgun.grpc.tests.ProbeService/Ask")]
    [InlineData("/topgun.grpc.tests.AbsentService/Ask")]
    public async Task A_listed_page_may_call_and_read_everything(string path)
    {
        await using var host = await StartAsync(Page, "http://localhost:5173");
        var asked = await PreflightAsync(host, Page, path);
        Assert.Equal(HttpStatusCode.NoContent, asked.Http.StatusCode);
        Assert.Equal(Page, asked.Header("access-control-allow-origin"));
        Assert.Equal("POST", asked.Header("access-control-allow-methods"));
        Assert.Equal("content-type,x-grpc-web,x-own", asked.Header("access-control-allow-headers"));

        var answer = await CallAsync(host, Page, path);
        Assert.Equal(Page, answer.Header("access-control-allow-origin"));
        Assert.Equal("*", answer.Header("access-control-expose-headers"));
        Assert.Equal("Origin", answer.Header("vary"));
    }

    [Theory]
    [InlineData("https://evil.example.com")]
    [InlineData("http://app.example.com")]
    [InlineData("https://app.example.com:8443")]
    [InlineData("null")]
    public async Task Another_page_may_not(string origin)
    {
        await using var host = await StartAsync(Page);
        var asked = await PreflightAsync(host, origin);
        Assert.Equal(HttpStatusCode.Forbidden, asked.Http.StatusCode);
        Assert.Null(asked.Header("access-control-allow-origin"));

        // A page of the server's own origin sends its origin too, and needs no permission.
        var answer = await CallAsync(host, origin);
        Assert.Equal(HttpStatusCode.OK, answer.Http.StatusCode);
        Assert.Null(answer.Header("access-control-allow-origin"));
        Assert.Equal("Origin", answer.Header("vary"));
    }

    [Fact]
    public async Task Without_a_list_nothing_is_said_of_origins()
    {
        await using var host = await StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await PreflightAsync(host, Page)).Http.StatusCode);
        Assert.Null((await CallAsync(host, Page)).Header("vary"));
    }

    [Fact]
    public async Task A_star_admits_every_page()
    {
        await using var host = await StartAsync("*");
        Assert.Equal("*", (await PreflightAsync(host, Page)).Header("access-control-allow-origin"));
        Assert.Equal("*", (await CallAsync(host, Page)).Header("access-control-allow-origin"));
    }

    [Fact, Trait("Pitfall", "31")]
    public async Task An_http_error_can_be_read_by_a_listed_page_too()
    {
        await using var host = await StartAsync(Page);
        using var request = new RawRequest(host) { Version = HttpVersion.Version11, ContentType = "text/plain", Headers = { ["origin"] = Page } };
        var answer = await request.SendAsync([]);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.Http.StatusCode);
        Assert.Equal(Page, answer.Header("access-control-allow-origin"));
    }

    [Fact]
    public async Task Options_without_a_question_is_405()
    {
        await using var host = await StartAsync(Page);
        using var request = new RawRequest(host) { Version = HttpVersion.Version11, Method = HttpMethod.Options };
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await request.SendAsync([])).Http.StatusCode);
    }

    [Theory]
    [InlineData("app.example.com")]
    [InlineData("https://app.example.com/")]
    [InlineData("https://app.example.com/page")]
    [InlineData("https://*.example.com/")]
    [InlineData("ftp://app.example.com")]
    [InlineData("")]
    public async Task What_is_no_origin_is_an_error_at_the_start(string origin)
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(origin));
        Assert.Contains($"'{origin}'", e.Message);
    }

    private static Task<TestHost> StartAsync(params string[] origins) => TestHost.StartAsync(
        options => Array.ForEach(origins, options.WebOrigins.Add), protocols: HttpProtocols.Http1);

    private static async Task<RawResponse> PreflightAsync(TestHost host, string origin, string path = "/topgun.grpc.tests.ProbeService/Ask")
    {
        using var request = new RawRequest(host, path)
        {
            Version = HttpVersion.Version11,
            Method = HttpMethod.Options,
            Headers =
            {
                ["origin"] = origin,
                ["access-control-request-method"] = "POST",
                ["access-control-request-headers"] = "content-type,x-grpc-web,x-own",
            },
        };
        return await request.SendAsync([]);
    }

    private static async Task<RawResponse> CallAsync(TestHost host, string origin, string path = "/topgun.grpc.tests.ProbeService/Ask")
    {
        using var request = new RawRequest(host, path)
        {
            Version = HttpVersion.Version11, ContentType = "application/grpc-web", Headers = { ["origin"] = origin },
        };
        return await request.SendAsync(Frames.Of(new Note { Text = "x" }));
    }
}
