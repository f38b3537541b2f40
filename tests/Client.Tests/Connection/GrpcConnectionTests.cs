using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TopGun.Client.Connection;
using TopGun.Client.Tests.Server;
using TopGun.Core.Sync;
using TopGun.Grpc.Tests;

namespace TopGun.Client.Tests.Connection;

/// <summary>The conversation over real gRPC, and what goes wrong there.</summary>
public sealed class GrpcConnectionTests : IAsyncDisposable
{
    private readonly ScriptedServer _server = new(TimeProvider.System);
    private readonly List<TopGunClient> _clients = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
    }

    [Fact]
    public async Task Writes_of_two_clients_cross()
    {
        await using var host = await GrpcHost.StartAsync(_server);
        var areWritten = new TaskCompletionSource();
        var one = Open(host.Address, areWritten.Task).GetMap("map");
        var two = Open(host.Address).GetMap("map");
        using var changes = two.Subscribe();

        var writes = Enumerable.Range(0, 2_000).Select(i => one.Set($"k{i}", i)).ToList();
        areWritten.SetResult();

        await Task.WhenAll(writes.Select(write => write.Settled)).Soon();
        var seen = await changes.Take(2_000).Select(change => change.Key).ToListAsync().AsTask().Soon();
        Assert.Equal(2_000, seen.Distinct().Count());
        Assert.Equal("alice", Assert.Single(_server.Tokens.Distinct()));
        // In batches, not one by one.
        Assert.True(_server.Batches.Count < 100, $"{_server.Batches.Count} batches");
    }

    [Fact]
    public async Task A_proxy_that_wants_another_password_is_named()
    {
        await using var proxy = new TunnelProxy("user", "word");
        var client = TopGunClient.Open(new TopGunClientOptions
        {
            Way = new GrpcTransport("https://127.0.0.1:1", TimeProvider.System, new WebProxy(proxy.Address) { Credentials = new NetworkCredential("user", "wrong") }),
            Transport = TransportMode.Streaming,
        });
        _clients.Add(client);

        var reason = (await client.DisconnectAsync(ConnectionReasonCode.Unreachable)).Reason!;

        Assert.Contains("The proxy of this device makes no tunnel", reason.Message);
        Assert.Contains("407", reason.Message);
        Assert.Equal(0, proxy.Tunnels);
    }

    [Fact]
    public async Task An_error_frame_is_the_reason_although_the_call_ends_with_it()
    {
        await using var host = await GrpcHost.StartAsync(_server);
        var client = Open(host.Address);
        await client.WhenSyncedAsync().Soon();

        _server.EndAll(new SyncError(ErrorCode.NodeIdTaken, "Node n belongs to another user."));

        Assert.Contains("belongs to another user. Open a replica file of its own for this user.", (await client.DisconnectAsync(ConnectionReasonCode.NodeIdTaken)).Reason!.Message);
    }

    [Fact]
    public async Task A_refused_token_is_the_reason()
    {
        _server.Refusing = _ => new(ConnectionReasonCode.TokenRefused, "The token has expired.");
        await using var host = await GrpcHost.StartAsync(_server);

        var state = await Open(host.Address).DisconnectAsync(ConnectionReasonCode.TokenRefusedForGood);

        Assert.Contains("The token has expired.", state.Reason!.Message);
    }

    [Fact]
    public async Task A_server_that_goes_away_and_comes_back_is_found_again()
    {
        var host = await GrpcHost.StartAsync(_server);
        var client = Open(host.Address);
        await client.GetMap("map").Set("key", 1).Settled.Soon();

        await host.DisposeAsync();

        Assert.Equal(ConnectionReasonCode.Unreachable, (await client.PhaseAsync(ConnectionPhase.Disconnected)).Reason!.Code);
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_named()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var address = $"http://{socket.LocalEndPoint}";

        var state = await Open(address).DisconnectAsync(ConnectionReasonCode.Unreachable);

        Assert.Contains($"Nothing listens at {address}", state.Reason!.Message);
    }

    [Fact]
    public async Task A_server_of_another_kind_is_named()
    {
        await using var host = await GrpcHost.StartAsync(_server, HttpProtocols.Http1);

        var state = await Open(host.Address).StateAsync(state => state.Reason is not null);

        Assert.True(state.Reason!.Code == ConnectionReasonCode.NotTopGun, state.Reason.Message);
        Assert.Contains(host.Address, state.Reason!.Message);
    }

    // Who waits for something else connects after it.
    private TopGunClient Open(string address, Task? first = null)
    {
        var client = TopGunClient.Open(new TopGunClientOptions { Server = address, TokenProvider = first is null ? null : TokenAsync, Token = "alice" });
        _clients.Add(client);
        return client;

        async ValueTask<string> TokenAsync(CancellationToken cancellationToken)
        {
            await first!.WaitAsync(cancellationToken);
            return "alice";
        }
    }
}
