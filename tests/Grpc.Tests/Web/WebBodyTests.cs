using System.Net;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TopGun.Grpc.Tests.Protos;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Web;

/// <summary>Bodies of gRPC-Web, as they lie on the wire.</summary>
public sealed class WebBodyTests
{
    private static readonly Note Hello = new() { Text = "hello" };

    [Theory, Trait("Pitfall", "8")]
    [InlineData("application/grpc-web", "application/grpc-web+proto")]
    [InlineData("Application/gRPC-Web+Proto; charset=utf-8", "application/grpc-web+proto")]
    [InlineData("application/grpc-web-text", "application/grpc-web-text+proto")]
    [InlineData("application/grpc-web-text+proto", "application/grpc-web-text+proto")]
    public async Task The_answer_has_the_form_of_the_request(string asked, string answered)
    {
        await using var host = await StartAsync();
        using var request = Request(host, asked);
        var response = await request.SendAsync(asked.Contains("text", StringComparison.Ordinal) ? Text(Frames.Of(Hello)) : Frames.Of(Hello));
        Assert.Equal(answered, response.ContentType);
        var body = asked.Contains("text", StringComparison.Ordinal) ? Convert.FromBase64String(Encoding.ASCII.GetString(response.Body)) : response.Body;
        Assert.Equal([.. Frames.Of(Hello), .. Frames.Of(0x80, "grpc-status: 0\r\n"u8.ToArray())], body);
        Assert.Equal("no", response.Header("x-accel-buffering"));
    }

    [Fact, Trait("Pitfall", "29")]
    public async Task An_error_is_in_the_body_and_not_in_the_headers()
    {
        await using var host = await StartAsync();
        host.Script.Ask = (_, _) => throw new RpcException(new Status(StatusCode.NotFound, "no ☕"), new Metadata { { "Why", "gone" } });
        using var request = Request(host, "application/grpc-web");
        var response = await request.SendAsync(Frames.Of(Hello));
        Assert.Equal(HttpStatusCode.OK, response.Http.StatusCode);
        Assert.Null(response.Header("grpc-status"));
        Assert.Equal(Frames.Of(0x80, "grpc-status: 5\r\ngrpc-message: no %E2%98%95\r\nwhy: gone\r\n"u8.ToArray()), response.Body);
    }

    [Fact, Trait("Pitfall", "30")]
    public async Task Each_flush_of_a_text_response_is_base64_of_its_own()
    {
        await using var host = await StartAsync();
        using var request = Request(host, "application/grpc-web-text", "Tell");
        var response = await request.SendAsync(Text(Frames.Of(new Note { Number = 2, Text = "x" })));
        Assert.Equal(
            Convert.ToBase64String(Frames.Of(new Note { Text = "x" }))
            + Convert.ToBase64String(Frames.Of(new Note { Text = "x", Number = 1 }))
            + Convert.ToBase64String(Frames.Of(0x80, "grpc-status: 0\r\n"u8.ToArray())),
            Encoding.ASCII.GetString(response.Body));
    }

    [Theory, Trait("Pitfall", "30")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task A_text_request_may_be_cut_into_runs_anywhere(int runBytes)
    {
        await using var host = await StartAsync();
        using var request = Request(host, "application/grpc-web-text", "Collect");
        var frames = Frames.Of(new Note { Number = 1 }, new Note { Number = 20 }, new Note { Number = 300 });
        var text = string.Concat(frames.Chunk(runBytes).Select(Convert.ToBase64String));
        var response = await request.SendAsync(Encoding.ASCII.GetBytes(text));
        Assert.StartsWith(Convert.ToBase64String(Frames.Of(new Note { Number = 321 }))[..8], Encoding.ASCII.GetString(response.Body));
    }

    [Theory, Trait("Pitfall", "30")]
    [InlineData("AAA")]
    [InlineData("AAAA!AAA")]
    [InlineData("AA==AA=A")]
    public async Task Text_that_is_no_base64_is_an_error(string text)
    {
        await using var host = await StartAsync();
        using var request = Request(host, "application/grpc-web-text");
        var response = await request.SendAsync(Encoding.ASCII.GetBytes(text));
        Assert.StartsWith("grpc-status: 13\r\n", Encoding.ASCII.GetString(Convert.FromBase64String(Encoding.ASCII.GetString(response.Body)))[5..]);
    }

    [Theory, Trait("Pitfall", "19")]
    [InlineData("application/grpc-web", "Ask")]
    [InlineData("application/grpc-web", "Talk")]
    [InlineData("application/grpc-web-text", "Ask")]
    [InlineData("application/grpc-web-text", "Talk")]
    public async Task A_deadline_that_passes_while_requests_are_awaited_is_no_error_of_the_server(string contentType, string method)
    {
        // The host fails when something was logged as an error.
        await using var host = await StartAsync();
        using var connection = await RawHttp1.ConnectAsync(host.Address);
        await connection.SendAsync(Encoding.ASCII.GetBytes(
            $"POST /topgun.grpc.tests.ProbeService/{method} HTTP/1.1\r\nHost: x\r\nContent-Type: {contentType}\r\ngrpc-timeout: 50m\r\nContent-Length: 100\r\n\r\nAAAA"));
        var said = await connection.FirstAsync(TimeSpan.FromSeconds(30));
        Assert.StartsWith("HTTP/1.1 200 OK\r\n", Encoding.ASCII.GetString(said));
        await connection.EndAsync(TimeSpan.FromSeconds(30));
    }

    [Theory, Trait("Pitfall", "1")]
    [InlineData("8000000000")]
    [InlineData("0200000000")]
    [InlineData("00000000FFAA")]
    [InlineData("000000")]
    public async Task Flags_and_cut_frames_of_a_request_are_an_error(string hex)
    {
        await using var host = await StartAsync();
        using var request = Request(host, "application/grpc-web");
        var response = await request.SendAsync(Convert.FromHexString(hex));
        Assert.StartsWith("grpc-status: 13\r\n", Encoding.ASCII.GetString(response.Body)[5..]);
    }

    [Theory]
    [InlineData("AAAAAAA=gAAAABBncnBjLXN0YXR1czoxMA0K", nameof(StatusCode.Aborted))] // no blank behind the colon
    [InlineData("AAAAAAA=gAAAAA5HcnBjLVN0YXR1czogMA==", nameof(StatusCode.OK))] // upper case, no line end
    [InlineData("AAAAAAA=", nameof(StatusCode.Unknown))] // no trailers at all
    [InlineData("AAAAAAA=gAAAAAJ4DQ==", nameof(StatusCode.Internal))] // a line without a name
    [InlineData("AAAAAAA=gAAAAA9ncnBjLXN0YXR1czogMA0KgA==", nameof(StatusCode.Internal))] // something behind
    [InlineData("AAAAAAA=gAEAAQ==", nameof(StatusCode.Internal))] // too large
    [InlineData("AAAAAAA=gAAAAA8=", nameof(StatusCode.Internal))] // cut
    public async Task The_client_reads_trailers_of_the_body_as_strictly_as_it_can(string body, string expected)
    {
        foreach (var form in new[] { WireForm.Web, WireForm.WebText })
        {
            await using var server = await ScriptedServer.StartAsync(async http =>
            {
                http.Response.ContentType = MediaType.Of(form);
                await http.Response.Body.WriteAsync(form == WireForm.WebText ? Encoding.ASCII.GetBytes(body) : Joined(body));
            }, form);
            var status = StatusCode.OK;
            try
            {
                await server.Client.AskAsync(new Note());
            }
            catch (RpcException e)
            {
                status = e.StatusCode;
            }

            Assert.Equal(expected, status.ToString());
        }
    }

    [Fact]
    public async Task An_answer_in_another_form_is_no_answer()
    {
        await using var server = await ScriptedServer.StartAsync(http =>
        {
            http.Response.ContentType = "application/grpc";
            return http.Response.Body.WriteAsync(new byte[5]).AsTask();
        }, WireForm.Web);
        Assert.Equal(StatusCode.Unknown, await Failing.StatusAsync(() => server.Client.AskAsync(new Note()).ResponseAsync));
    }

    // Runs of base64 with padding between them.
    private static byte[] Joined(string text)
    {
        var bytes = new List<byte>();
        for (var rest = text; rest.Length > 0;)
        {
            var end = rest.IndexOf('=');
            var run = end < 0 ? rest : rest[..((end / 4 * 4) + 4)];
            bytes.AddRange(Convert.FromBase64String(run));
            rest = rest[run.Length..];
        }

        return [.. bytes];
    }

    private static byte[] Text(byte[] bytes) => Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes));

    private static RawRequest Request(TestHost host, string contentType, string method = "Ask")
        => new(host, $"/topgun.grpc.tests.ProbeService/{method}") { ContentType = contentType, Version = HttpVersion.Version11 };

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(protocols: HttpProtocols.Http1);
}
