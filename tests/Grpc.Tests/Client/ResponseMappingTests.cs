using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Client;

/// <summary>What the client makes of responses, right and wrong ones.</summary>
public sealed class ResponseMappingTests
{
    [Theory, Trait("Pitfall", "15")]
    [InlineData(400, nameof(StatusCode.Internal))]
    [InlineData(401, nameof(StatusCode.Unauthenticated))]
    [InlineData(403, nameof(StatusCode.PermissionDenied))]
    [InlineData(404, nameof(StatusCode.Unimplemented))]
    [InlineData(429, nameof(StatusCode.Unavailable))]
    [InlineData(502, nameof(StatusCode.Unavailable))]
    [InlineData(503, nameof(StatusCode.Unavailable))]
    [InlineData(504, nameof(StatusCode.Unavailable))]
    [InlineData(302, nameof(StatusCode.Unknown))]
    [InlineData(415, nameof(StatusCode.Unknown))]
    [InlineData(500, nameof(StatusCode.Unknown))]
    public async Task An_http_status_without_a_status_of_the_call_has_a_meaning(int httpStatus, string expected)
        => Assert.Equal(Enum.Parse<StatusCode>(expected), await AskAsync(http =>
        {
            http.Response.StatusCode = httpStatus;
            return http.Response.WriteAsync("<html>");
        }));

    [Fact]
    public async Task A_status_of_the_call_counts_more_than_the_one_of_http()
        => Assert.Equal(StatusCode.DataLoss, await AskAsync(http =>
        {
            http.Response.StatusCode = 503;
            http.Response.Headers["grpc-status"] = "15";
            return Task.CompletedTask;
        }));

    [Theory, Trait("Pitfall", "15")]
    [InlineData(0x0, nameof(StatusCode.Internal))]
    [InlineData(0x1, nameof(StatusCode.Internal))]
    [InlineData(0x2, nameof(StatusCode.Internal))]
    [InlineData(0x8, nameof(StatusCode.Cancelled))]
    [InlineData(0xb, nameof(StatusCode.ResourceExhausted))]
    [InlineData(0xc, nameof(StatusCode.PermissionDenied))]
    public async Task A_reset_has_a_meaning_before_and_after_the_headers(int error, string expected)
    {
        Assert.Equal(Enum.Parse<StatusCode>(expected), await AskAsync(http =>
        {
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(error);
            return Task.CompletedTask;
        }));
        Assert.Equal(Enum.Parse<StatusCode>(expected), await AskAsync(async http =>
        {
            http.Response.ContentType = "application/grpc";
            await http.Response.StartAsync();
            await http.Response.Body.FlushAsync();
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(error);
        }));
    }

    [Theory, Trait("Pitfall", "15")]
    [InlineData(0x2, nameof(StatusCode.Internal))]
    [InlineData(0x8, nameof(StatusCode.Cancelled))]
    [InlineData(0xb, nameof(StatusCode.ResourceExhausted))]
    public async Task A_reset_has_its_meaning_although_the_requests_are_not_at_their_end(int error, string expected)
    {
        var (before, after) = (await TalkAsync(Answer(_ => Task.CompletedTask)), await TalkAsync(Answer(http => http.Response.Body.FlushAsync())));
        Assert.Equal((Enum.Parse<StatusCode>(expected), Enum.Parse<StatusCode>(expected)), (before, after));

        RequestDelegate Answer(RequestDelegate prelude) => async http =>
        {
            http.Response.ContentType = "application/grpc";
            await prelude(http);
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(error);
        };
    }

    [Fact, Trait("Pitfall", "15")]
    public async Task A_refused_stream_is_unavailable()
        => Assert.Equal(StatusCode.Unavailable, await AskAsync(async http =>
        {
            // After the headers: before them the HTTP client itself tries again.
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.FlushAsync();
            http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(0x7);
        }));

    [Fact]
    public async Task A_page_is_not_a_response()
        => Assert.Equal(StatusCode.Unknown, await AskAsync(http =>
        {
            http.Response.ContentType = "text/html";
            return http.Response.WriteAsync("<html>");
        }));

    [Fact]
    public async Task A_response_without_a_status_is_unknown()
        => Assert.Equal(StatusCode.Unknown, await AskAsync(http => RespondAsync(http, null, Frames.Of(new Note()))));

    [Theory]
    [InlineData("99")]
    [InlineData("x")]
    public async Task A_status_that_is_none_is_unknown(string status)
        => Assert.Equal(StatusCode.Unknown, await AskAsync(http => RespondAsync(http, status, [])));

    [Theory, Trait("Pitfall", "10")]
    [InlineData("caf%C3%A9 100%25", "café 100%")]
    [InlineData("50% off, %zz and %4", "50% off, %zz and %4")]
    public async Task A_message_is_decoded_and_what_is_no_escape_stays(string header, string text)
    {
        await using var server = await ScriptedServer.StartAsync(http =>
        {
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-status"] = "9";
            http.Response.Headers["grpc-message"] = header;
            return Task.CompletedTask;
        });
        var e = await Assert.ThrowsAsync<RpcException>(() => server.Client.AskAsync(new Note()).ResponseAsync);
        Assert.Equal((StatusCode.FailedPrecondition, text), (e.StatusCode, e.Status.Detail));
    }

    [Fact, Trait("Pitfall", "3")]
    public async Task A_unary_response_has_exactly_one_message()
    {
        Assert.Equal(StatusCode.Internal, await AskAsync(http => RespondAsync(http, "0", [])));
        Assert.Equal(StatusCode.Internal, await AskAsync(http => RespondAsync(http, "0", Frames.Of(new Note(), new Note()))));
        Assert.Equal(StatusCode.Internal, await AskAsync(http => RespondAsync(http, "0", Frames.Of(new Note { Text = "cut" })[..^1])));
        Assert.Equal(StatusCode.Aborted, await AskAsync(http => RespondAsync(http, "10", [])));
        Assert.Equal(StatusCode.Aborted, await AskAsync(http => RespondAsync(http, "10", Frames.Of(new Note()))));
    }

    [Fact]
    public async Task An_ok_in_the_headers_ends_a_stream_without_messages()
    {
        await using var server = await ScriptedServer.StartAsync(http =>
        {
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-status"] = "0";
            return Task.CompletedTask;
        });
        using var call = server.Client.Tell(new Note());
        Assert.False(await call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task All_messages_are_read_before_the_error_that_follows_them()
    {
        await using var server = await ScriptedServer.StartAsync(http => RespondAsync(
            http, "10", Frames.Of(new Note { Number = 1 }, new Note { Number = 2 }), "50%25 done"));
        using var call = server.Client.Tell(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.True(await call.ResponseStream.MoveNext());
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal((StatusCode.Aborted, "50% done"), (e.StatusCode, e.Status.Detail));
        e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        Assert.Equal(StatusCode.Aborted, e.StatusCode);
    }

    [Fact]
    public async Task A_compression_that_nobody_asked_for_is_an_error()
        => Assert.Equal(StatusCode.Internal, await AskAsync(http =>
        {
            http.Response.Headers["grpc-encoding"] = "snappy";
            return RespondAsync(http, "0", Frames.Of(1, [1]));
        }));

    [Fact]
    public async Task Trailers_that_are_not_base64_are_an_error()
        => Assert.Equal(StatusCode.Internal, await AskAsync(http =>
        {
            http.Response.AppendTrailer("x-bin", "?");
            return RespondAsync(http, "0", Frames.Of(new Note()));
        }));

    private static async Task<StatusCode> AskAsync(RequestDelegate answer)
    {
        await using var server = await ScriptedServer.StartAsync(answer);
        using var call = server.Client.AskAsync(new Note());
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync.WaitAsync(TimeSpan.FromSeconds(30)));
        return e.StatusCode;
    }

    private static async Task<StatusCode> TalkAsync(RequestDelegate answer)
    {
        await using var server = await ScriptedServer.StartAsync(answer);
        using var call = server.Client.Talk();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(e.StatusCode, await Failing.StatusAsync(() => call.RequestStream.WriteAsync(new Note())));
        return e.StatusCode;
    }

    private static async Task RespondAsync(HttpContext http, string? status, byte[] body, string? message = null)
    {
        http.Response.ContentType = "application/grpc";
        if (status is not null) http.Response.AppendTrailer("grpc-status", status);
        if (message is not null) http.Response.AppendTrailer("grpc-message", message);
        await http.Response.Body.WriteAsync(body);
    }
}
