using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>What a handler learns of its call, and can do besides answering.</summary>
public sealed class ServerContextTests
{
    [Fact]
    public async Task A_handler_sees_the_call()
    {
        await using var host = await TestHost.StartAsync();
        ServerCallContext? seen = null;
        string? peer = null, address = null;
        host.Script.Ask = (request, context) =>
        {
            (seen, peer, address) = (context, context.Peer, context.Host);
            context.UserState["k"] = 1;
            Assert.Same(context.GetHttpContext(), context.GetHttpContext());
            return Task.FromResult(request);
        };
        await host.Client.AskAsync(new Note());
        Assert.Equal("/topgun.grpc.tests.ProbeService/Ask", seen!.Method);
        Assert.StartsWith("ipv4:127.0.0.1:", peer);
        Assert.Equal(host.Address.Authority, address);
        Assert.Equal(DateTime.MaxValue, seen.Deadline);
        Assert.False(seen.AuthContext.IsPeerAuthenticated);
    }

    [Fact, Trait("Pitfall", "13")]
    public async Task Metadata_travels_both_ways()
    {
        await using var host = await TestHost.StartAsync();
        Metadata? received = null;
        host.Script.Ask = async (request, context) =>
        {
            received = context.RequestHeaders;
            await context.WriteResponseHeadersAsync(new Metadata { { "h", "1" }, { "h", "2" }, { "h-bin", [0, 255] } });
            context.ResponseTrailers.Add("t", "end");
            context.ResponseTrailers.Add("t-bin", [7]);
            return request;
        };
        var sent = new Metadata { { "authorization", "Bearer token" }, { "x-bin", [1, 2, 3, 4] }, { "r", "a" }, { "r", "b" } };
        using var call = host.Client.AskAsync(new Note(), sent);
        await call;
        Assert.Equal("Bearer token", received!.GetValue("authorization"));
        Assert.Equal(new byte[] { 1, 2, 3, 4 }, received.GetValueBytes("x-bin"));
        Assert.Equal("a, b", string.Join(", ", received.GetAll("r").Select(entry => entry.Value)));
        Assert.StartsWith("topgun-grpc/", received.GetValue("user-agent"));
        Assert.DoesNotContain(received, entry => entry.Key is "te" or "content-type" or "grpc-accept-encoding" or "host");

        var headers = await call.ResponseHeadersAsync;
        Assert.Equal("1, 2", string.Join(", ", headers.GetAll("h").Select(entry => entry.Value)));
        Assert.Equal(new byte[] { 0, 255 }, headers.GetValueBytes("h-bin"));
        Assert.Equal("end", call.GetTrailers().GetValue("t"));
        Assert.Equal(new byte[] { 7 }, call.GetTrailers().GetValueBytes("t-bin"));
        Assert.DoesNotContain(call.GetTrailers(), entry => entry.Key.StartsWith("grpc-", StringComparison.Ordinal));
    }

    [Fact, Trait("Pitfall", "11")]
    public async Task A_binary_key_given_twice_arrives_as_two_values()
    {
        await using var host = await TestHost.StartAsync();
        Metadata? received = null;
        host.Script.Ask = (request, context) =>
        {
            received = context.RequestHeaders;
            return Task.FromResult(request);
        };
        await host.Client.AskAsync(new Note(), new Metadata { { "x-bin", [1] }, { "x-bin", [2, 3] } });
        Assert.Equal([[1], [2, 3]], received!.GetAll("x-bin").Select(entry => entry.ValueBytes));
    }

    [Fact]
    public async Task A_binary_header_that_is_not_base64_is_the_clients_error()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = (request, context) => Task.FromResult(context.RequestHeaders.Count > 0 ? request : request);
        using var request = new RawRequest(host) { Headers = { ["x-bin"] = "??" } };
        Assert.Equal("13", (await request.SendAsync(Frames.Of(new Note()))).Status);
    }

    [Fact]
    public async Task Headers_can_be_sent_once()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Tell = async (_, responses, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            await Assert.ThrowsAsync<InvalidOperationException>(() => context.WriteResponseHeadersAsync([]));
            await responses.WriteAsync(new Note());
        };
        using var call = host.Client.Tell(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        Assert.False(await call.ResponseStream.MoveNext());
    }

    [Fact, Trait("Pitfall", "22")]
    public async Task A_call_has_no_limit_of_total_size()
    {
        await using var host = await TestHost.StartAsync(kestrel: server => server.Limits.MaxRequestBodySize = 1_000_000);
        host.Script.Collect = async (requests, context) =>
        {
            var bytes = 0;
            await foreach (var note in requests.ReadAllAsync()) bytes += note.Payload.Length;
            return new Note { Number = bytes };
        };
        using var call = host.Client.Collect();
        var bulk = Frames.Bulk(500_000);
        for (var i = 0; i < 10; i++) await call.RequestStream.WriteAsync(bulk);
        await call.RequestStream.CompleteAsync();
        Assert.Equal(5_000_000, (await call).Number);
    }

    [Fact, Trait("Pitfall", "22")]
    public async Task A_stream_may_be_quiet_however_fast_bodies_must_be()
    {
        await using var host = await TestHost.StartAsync(
            kestrel: server => server.Limits.MinRequestBodyDataRate = new(1_000_000, TimeSpan.FromSeconds(1.1)));
        using var call = host.Client.Talk();
        await call.RequestStream.WriteAsync(new Note());
        Assert.True(await call.ResponseStream.MoveNext());

        // Kestrel looks once a second, and would end a slow body at its second or third look.
        await Task.Delay(TimeSpan.FromSeconds(3.5));
        await call.RequestStream.WriteAsync(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
    }

    [Fact]
    public async Task A_service_of_the_container_is_used_and_another_one_is_made_and_disposed()
    {
        var known = new DisposableProbe(new ProbeScript());
        await using (var host = await TestHost.StartAsync(
            configure: builder => builder.Services.AddSingleton(new Counter()), map: TestHost.Map<CountingProbe>))
        {
            await host.Client.AskAsync(new Note());
            await host.Client.AskAsync(new Note());
            Assert.Equal((2, 2), host.Get<Counter>().Seen);
        }

        await using (var host = await TestHost.StartAsync(
            configure: builder => builder.Services.AddSingleton(known), map: TestHost.Map<DisposableProbe>))
        {
            await host.Client.AskAsync(new Note());
            Assert.False(known.Disposed);
        }
    }

    private sealed class Counter
    {
        public int Made;
        public int Disposed;

        public (int, int) Seen => (Made, Disposed);
    }

    private sealed class CountingProbe : ProbeService.ProbeServiceBase, IDisposable
    {
        private readonly Counter _counter;

        public CountingProbe(Counter counter)
        {
            _counter = counter;
            Interlocked.Increment(ref counter.Made);
        }

        public override Task<Note> Ask(Note request, ServerCallContext context) => Task.FromResult(request);

        public void Dispose() => Interlocked.Increment(ref _counter.Disposed);
    }

    private sealed class DisposableProbe(ProbeScript script) : ProbeService.ProbeServiceBase, IDisposable
    {
        public bool Disposed { get; private set; }

        public override Task<Note> Ask(Note request, ServerCallContext context) => script.Ask(request, context);

        public void Dispose() => Disposed = true;
    }
}
