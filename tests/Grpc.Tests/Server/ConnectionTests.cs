using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>Many calls, few connections, and their ends.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_hundred_streams_live_side_by_side()
    {
        await using var host = await TestHost.StartAsync();
        var calls = Enumerable.Range(0, 100).Select(_ => host.Client.Talk()).ToArray();
        await Task.WhenAll(calls.Select(async (call, i) =>
        {
            for (var n = 0; n < 20; n++)
            {
                await call.RequestStream.WriteAsync(new Note { Number = (i * 100) + n });
                Assert.True(await call.ResponseStream.MoveNext());
                Assert.Equal((i * 100) + n, call.ResponseStream.Current.Number);
            }
        }));
        await host.Client.AskAsync(new Note());
        foreach (var call in calls)
        {
            await call.RequestStream.CompleteAsync();
            Assert.False(await call.ResponseStream.MoveNext());
            call.Dispose();
        }
    }

    [Fact, Trait("Pitfall", "23")]
    public async Task More_streams_than_a_connection_may_have_open_another_connection()
    {
        await using var host = await TestHost.StartAsync(kestrel: server => server.Limits.Http2.MaxStreamsPerConnection = 5);

        // A new connection takes a hundred streams for granted until the server has told its limit, and what was sent too early
        // is refused and comes again on another one. So all calls are answered before the first of them sends.
        host.Script.Talk = async (requests, responses, context) =>
        {
            await context.WriteResponseHeadersAsync([]);
            await foreach (var note in requests.ReadAllAsync()) await responses.WriteAsync(note);
        };
        var calls = Enumerable.Range(0, 20).Select(_ => host.Client.Talk()).ToArray();
        foreach (var call in calls)
        {
            await call.ResponseHeadersAsync.WaitAsync(TimeSpan.FromSeconds(30));
            await call.RequestStream.WriteAsync(new Note()).WaitAsync(TimeSpan.FromSeconds(30));
            Assert.True(await call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(30)));
        }

        await host.Client.AskAsync(new Note()).ResponseAsync.WaitAsync(TimeSpan.FromSeconds(30));
        foreach (var call in calls) call.Dispose();
    }

    [Fact, Trait("Pitfall", "23")]
    public async Task The_recommended_limits_allow_many_streams_on_one_connection()
    {
        await using var host = await TestHost.StartAsync();
        var connections = new System.Collections.Concurrent.ConcurrentDictionary<string, bool>();
        host.Script.Talk = async (requests, responses, context) =>
        {
            connections[context.GetHttpContext().Connection.Id] = true;
            await foreach (var note in requests.ReadAllAsync()) await responses.WriteAsync(note);
        };
        await host.Client.AskAsync(new Note());
        var calls = Enumerable.Range(0, 150).Select(_ => host.Client.Talk()).ToArray();
        foreach (var call in calls)
        {
            await call.RequestStream.WriteAsync(new Note());
            Assert.True(await call.ResponseStream.MoveNext());
        }

        Assert.Single(connections);
        foreach (var call in calls) call.Dispose();
    }

    [Fact]
    public async Task Tls_agrees_on_http_2_by_alpn()
    {
        using var certificate = SelfSigned();
        await using var host = await TestHost.StartAsync(
            kestrel: server => server.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate),
            protocols: HttpProtocols.Http1AndHttp2,
            listen: listen => listen.UseHttps());
        var handler = GrpcHttpHandler.Create();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, given, _, _) => given?.GetCertHashString() == certificate.GetCertHashString();
        using var channel = GrpcChannel.ForAddress(host.Address, new GrpcChannelOptions { HttpHandler = handler });
        var client = new ProbeService.ProbeServiceClient(channel);
        Assert.Equal("safe", (await client.AskAsync(new Note { Text = "safe" })).Text);

        // Without the callback nobody vouches for the certificate.
        using var strict = GrpcChannel.ForAddress(host.Address);
        var e = await Assert.ThrowsAsync<RpcException>(() => new ProbeService.ProbeServiceClient(strict).AskAsync(new Note()).ResponseAsync);
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        handler.Dispose();
    }

    [Fact, Trait("Pitfall", "27")]
    public async Task A_channel_works_again_after_its_connection_broke()
    {
        await using var host = await TestHost.StartAsync();
        IConnectionLifetimeFeature? connection = null;
        host.Script.Talk = async (requests, responses, context) =>
        {
            connection = context.GetHttpContext().Features.Get<IConnectionLifetimeFeature>();
            await foreach (var note in requests.ReadAllAsync()) await responses.WriteAsync(note);
        };
        using var call = host.Client.Talk();
        await call.RequestStream.WriteAsync(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        var reading = call.ResponseStream.MoveNext();
        connection!.Abort();
        Assert.Equal(StatusCode.Unavailable, await Failing.StatusAsync(() => reading));
        await host.Client.AskAsync(new Note());
    }

    [Fact]
    public async Task A_network_that_falls_silent_is_noticed_by_a_quiet_call()
    {
        await using var host = await TestHost.StartAsync();
        await using var network = new FreezingProxy(host.Address);
        using var handler = GrpcHttpHandler.Create();
        (handler.KeepAlivePingDelay, handler.KeepAlivePingTimeout) = (TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        using var channel = GrpcChannel.ForAddress(network.Address, new GrpcChannelOptions { HttpHandler = handler });
        using var call = new ProbeService.ProbeServiceClient(channel).Talk();
        await call.RequestStream.WriteAsync(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        var reading = call.ResponseStream.MoveNext();
        network.Freeze();
        var e = await Assert.ThrowsAsync<RpcException>(() => reading.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(StatusCode.Unavailable, e.StatusCode);
    }

    [Fact, Trait("Pitfall", "25")]
    public async Task A_handler_that_ends_its_stream_when_the_server_stops_does_not_hold_it()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Talk = async (requests, responses, context) =>
        {
            using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
                context.CancellationToken, host.Get<IHostApplicationLifetime>().ApplicationStopping);
            await responses.WriteAsync(new Note());
            try
            {
                await requests.MoveNext(stopping.Token);
            }
            catch (OperationCanceledException) when (!context.CancellationToken.IsCancellationRequested)
            {
                throw new RpcException(new Status(StatusCode.Unavailable, "The server stops."));
            }
        };
        using var call = host.Client.Talk();
        Assert.True(await call.ResponseStream.MoveNext());
        var reading = call.ResponseStream.MoveNext();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await host.StopAsync(patience.Token).WaitAsync(TimeSpan.FromSeconds(60));
        var e = await Assert.ThrowsAsync<RpcException>(() => reading);
        Assert.Equal((StatusCode.Unavailable, "The server stops."), (e.StatusCode, e.Status.Detail));
    }

    [Fact, Trait("Pitfall", "25")]
    public async Task A_handler_that_does_not_is_cut_off_and_its_client_may_try_again_elsewhere()
    {
        await using var host = await TestHost.StartAsync();
        using var call = host.Client.Talk();
        await call.RequestStream.WriteAsync(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
        var reading = call.ResponseStream.MoveNext();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await host.StopAsync(patience.Token);
        Assert.Equal(StatusCode.Unavailable, await Failing.StatusAsync(() => reading));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_unavailable()
    {
        // Bound, so that nobody else gets the port, but nothing listens there.
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var channel = GrpcChannel.ForAddress($"http://{socket.LocalEndPoint}");
        var client = new ProbeService.ProbeServiceClient(channel);
        Assert.Equal(StatusCode.Unavailable, await Failing.StatusAsync(() => client.AskAsync(new Note()).ResponseAsync));
        using var call = client.Talk();
        Assert.Equal(StatusCode.Unavailable, await Failing.StatusAsync(() => call.RequestStream.WriteAsync(new Note())));
        Assert.Equal(StatusCode.Unavailable, await Failing.StatusAsync(() => call.ResponseStream.MoveNext()));
        Assert.Equal(StatusCode.Unavailable, await Failing.StatusAsync(() => call.ResponseHeadersAsync));
        Assert.Throws<RpcException>(() => client.Ask(new Note()));
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
