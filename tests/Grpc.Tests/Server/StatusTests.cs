using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>How the status of a call travels.</summary>
public sealed class StatusTests
{
    [Fact, Trait("Pitfall", "9"), Trait("Pitfall", "10")]
    public async Task An_error_without_messages_is_in_the_headers()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = (_, _) => throw new RpcException(new Status(StatusCode.NotFound, "no ☕"), new Metadata { { "why", "gone" } });
        using var request = new RawRequest(host);
        var response = await request.SendAsync(Frames.Of(new Note()));
        Assert.Equal("5", response.Header("grpc-status"));
        Assert.Equal("no %E2%98%95", response.Header("grpc-message"));
        Assert.Equal("gone", response.Header("why"));
        Assert.Null(response.Trailer("grpc-status"));
        Assert.Equal("application/grpc", response.ContentType);
        Assert.Empty(response.Body);
    }

    [Fact, Trait("Pitfall", "9")]
    public async Task An_error_after_headers_is_in_the_trailers()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = async (_, context) =>
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "early", "1" } });
            throw new RpcException(new Status(StatusCode.NotFound, "gone"));
        };
        using var request = new RawRequest(host);
        var response = await request.SendAsync(Frames.Of(new Note()));
        Assert.Equal("1", response.Header("early"));
        Assert.Null(response.Header("grpc-status"));
        Assert.Equal("5", response.Trailer("grpc-status"));
    }

    [Fact, Trait("Pitfall", "9")]
    public async Task An_error_after_a_message_that_has_not_left_is_in_the_trailers()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Tell = async (_, responses, _) =>
        {
            responses.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
            await responses.WriteAsync(new Note { Number = 1 });
            throw new RpcException(new Status(StatusCode.Aborted, "stop"));
        };
        using var request = new RawRequest(host, "/topgun.grpc.tests.ProbeService/Tell");
        var response = await request.SendAsync(Frames.Of(new Note()));
        Assert.Equal(Frames.Of(new Note { Number = 1 }), response.Body);
        Assert.Null(response.Header("grpc-status"));
        Assert.Equal("10", response.Trailer("grpc-status"));
    }

    [Fact]
    public async Task A_status_that_the_handler_sets_replaces_the_response()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = (request, context) =>
        {
            context.Status = new Status(StatusCode.AlreadyExists, "twice");
            context.ResponseTrailers.Add("at", "home");
            return Task.FromResult(request);
        };
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note()).ResponseAsync);
        Assert.Equal(StatusCode.AlreadyExists, e.StatusCode);
        Assert.Equal("home", e.Trailers.GetValue("at"));
    }

    [Fact]
    public async Task A_handler_may_throw_with_the_trailers_of_the_call()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = (_, context) =>
        {
            context.ResponseTrailers.Add("at", "home");
            throw new RpcException(new Status(StatusCode.Aborted, "x"), context.ResponseTrailers);
        };
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note()).ResponseAsync);
        Assert.Single(e.Trailers, entry => entry.Key == "at");
    }

    [Fact, Trait("Pitfall", "12")]
    public async Task Details_travel_and_empty_ones_do_not()
    {
        await using var host = await TestHost.StartAsync();
        byte[] details = [8, 5, 18, 1, 120];
        host.Script.Ask = (request, _) => throw new RpcException(
            new Status(StatusCode.NotFound, "x"), new Metadata { { "grpc-status-details-bin", request.Number == 1 ? details : [] } });

        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note { Number = 1 }).ResponseAsync);
        Assert.Equal(details, e.Trailers.GetValueBytes("grpc-status-details-bin"));
        e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note { Number = 2 }).ResponseAsync);
        Assert.Null(e.Trailers.Get("grpc-status-details-bin"));
    }

    [Fact]
    public async Task An_exception_of_a_handler_tells_strangers_nothing()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = (_, _) => throw new InvalidOperationException("the password is swordfish");
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note()).ResponseAsync);
        Assert.Equal(StatusCode.Unknown, e.StatusCode);
        Assert.Equal("The handler failed.", e.Status.Detail);
        Assert.Contains("swordfish", Assert.Single(host.Errors));
        host.Errors.Clear();
    }

    [Fact]
    public async Task An_exception_of_a_handler_may_be_told_to_developers()
    {
        await using var host = await TestHost.StartAsync(options => options.EnableDetailedErrors = true);
        host.Script.Ask = (_, _) => throw new InvalidOperationException("the cause");
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note()).ResponseAsync);
        Assert.Equal("The handler failed: InvalidOperationException: the cause", e.Status.Detail);
        host.Errors.Clear();
    }

    [Fact, Trait("Pitfall", "3")]
    public async Task A_unary_request_has_exactly_one_message()
    {
        await using var host = await TestHost.StartAsync();
        using var none = new RawRequest(host);
        Assert.Equal("13", (await none.SendAsync([])).Status);
        using var two = new RawRequest(host);
        Assert.Equal("13", (await two.SendAsync(Frames.Of(new Note(), new Note()))).Status);
        using var cut = new RawRequest(host);
        Assert.Equal("13", (await cut.SendAsync(Frames.Of(new Note { Text = "whole" })[..^1])).Status);
        using var wrong = new RawRequest(host);
        Assert.Equal("13", (await wrong.SendAsync(Frames.Of(0, [0xff, 0xff]))).Status);
        using var flags = new RawRequest(host);
        Assert.Equal("13", (await flags.SendAsync(Frames.Of(0x80, []))).Status);
    }

    [Fact]
    public async Task A_handler_without_a_response_is_an_internal_error()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = (_, _) => Task.FromResult<Note>(null!);
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note()).ResponseAsync);
        Assert.Equal(StatusCode.Internal, e.StatusCode);
    }

    [Fact, Trait("Pitfall", "12")]
    public async Task Details_of_another_code_do_not_travel()
    {
        await using var host = await TestHost.StartAsync();
        byte[] details = [8, 5, 18, 1, 120];
        host.Script.Ask = (_, _) => throw new RpcException(
            new Status(StatusCode.Aborted, "x"), new Metadata { { "grpc-status-details-bin", details } });
        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note()).ResponseAsync);
        Assert.Equal(StatusCode.Aborted, e.StatusCode);
        Assert.Null(e.Trailers.Get("grpc-status-details-bin"));
    }
}
