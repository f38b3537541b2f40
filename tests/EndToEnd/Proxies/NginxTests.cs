using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Client;
using TopGun.Client.Connection;
using TopGun.Client.Maps;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;
using TopGun.Grpc.Wire;

namespace TopGun.EndToEnd.Proxies;

/// <summary>Through nginx, as docs/OPERATIONS.md configures it.</summary>
public sealed class NginxTests
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(3);
    private static readonly byte[] Serving = [8, 1];

    [Fact]
    public async Task Two_clients_sync_through_a_proxy_for_gRPC()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await using var proxy = await NginxProxy.StartAsync("grpc", server, TimeSpan.FromSeconds(60));
        await using var one = Open(proxy, server);
        await using var two = Open(proxy, server);
        using var changes = two.GetMap("map").Subscribe();
        var written = Enumerable.Range(0, 500).Select(i => one.GetMap("map").Set($"k{i}", Value.Of(i))).ToList();

        foreach (var write in written) Assert.Equal(WriteEnding.Applied, (await write.Settled.WaitAsync(ProgramRun.Patience)).Ending);
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        var seen = new HashSet<string>();
        await foreach (var change in changes.WithCancellation(patience.Token))
            if (seen.Add(change.Key) && seen.Count == written.Count) break;
    }

    [Theory]
    [InlineData("grpc", TransportRung.Streaming)]
    [InlineData("web", TransportRung.WebStreaming)]
    [InlineData("held", TransportRung.LongPolling)]
    public async Task A_client_that_writes_nothing_outlives_an_idle_timeout_of_two_heartbeats(string configuration, TransportRung rung)
    {
        using var place = new Place();
        await using var server = await WarmServer.StartAsync(place.Data, "env", $"TOPGUN_HEARTBEAT={Heartbeat.TotalSeconds:0}");
        await using var proxy = await NginxProxy.StartAsync(configuration, server, 2 * Heartbeat);
        await using var client = Open(proxy, server);
        client.GetMap("map");
        await client.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        var before = client.State;
        var complaints = proxy.Said;

        // The proxy's time can't be moved by a test: this is the time itself that is tried, twice the timeout. A heartbeat may be late by
        // three seconds, which a busy machine needs.
        await Task.Delay(4 * Heartbeat);

        // Calls that the proxy has cut would be made again without a word, so it is asked too.
        Assert.Equal((ConnectionPhase.Synced, before.Since, rung), (client.State.Phase, client.State.Since, client.State.Rung));
        Assert.Equal(complaints, proxy.Said);
    }

    [Fact]
    public async Task Calls_of_gRPC_Web_pass_through_a_proxy_for_Http_1_1_and_each_message_at_once()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await using var proxy = await NginxProxy.StartAsync("web", server, TimeSpan.FromSeconds(60));
        foreach (var form in new[] { WireForm.Web, WireForm.WebText })
        {
            using var channel = GrpcChannel.ForAddress(proxy.Address, new GrpcChannelOptions { Form = form, HttpVersion = new Version(1, 1) });
            var invoker = channel.CreateCallInvoker();
            Assert.Equal(Serving, await invoker.AsyncUnaryCall(Health(MethodType.Unary, "Check"), null, new CallOptions(), []).ResponseAsync.WaitAsync(ProgramRun.Patience));

            // The stream goes on behind its first message, so whoever held the response back would show nothing.
            using var watch = invoker.AsyncServerStreamingCall(Health(MethodType.ServerStreaming, "Watch"), null, new CallOptions(), []);
            Assert.True(await watch.ResponseStream.MoveNext().WaitAsync(ProgramRun.Patience));
            Assert.Equal(Serving, watch.ResponseStream.Current);
        }
    }

    [Fact]
    public async Task A_client_without_TLS_learns_that_the_proxy_wants_it()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await using var proxy = await NginxProxy.StartAsync("both", server, TimeSpan.FromSeconds(60));
        var wrong = proxy.Address.Replace("https://", "http://", StringComparison.Ordinal);
        await using var client = TopGunClient.Open(new TopGunClientOptions { Server = wrong, Token = server.Token });
        using var patience = new CancellationTokenSource(ProgramRun.Patience);

        await foreach (var state in client.StatesAsync().WithCancellation(patience.Token))
        {
            if (state.Reason is not { } reason) continue;
            Assert.Equal($"The server is not at {wrong}, but at {proxy.Address}; write that.", reason.Message);
            break;
        }
    }

    private static Method<byte[], byte[]> Health(MethodType type, string name)
    {
        var bytes = Marshallers.Create(static value => value, static (byte[] value) => value);
        return new Method<byte[], byte[]>(type, "grpc.health.v1.Health", name, bytes, bytes);
    }

    private static TopGunClient Open(NginxProxy proxy, ServerProcess server)
        => TopGunClient.Open(new TopGunClientOptions { Server = proxy.Address, Token = server.Token });
}
