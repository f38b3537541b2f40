using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Hosting;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Client;

/// <summary>The client behind a proxy that has to be asked for a tunnel.</summary>
public sealed class ProxyTests
{
    [Fact]
    public async Task A_call_with_TLS_goes_through_a_tunnel_with_credentials()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        await using var host = await TestHost.StartAsync(listen: listen => listen.UseHttps(certificate));
        await using var proxy = new TunnelProxy("user", "word");
        using var handler = GrpcHttpHandler.Create();
        handler.UseProxy = true;
        handler.Proxy = new WebProxy(proxy.Address) { Credentials = new NetworkCredential("user", "word") };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString();
        using var channel = GrpcChannel.ForAddress(host.Address, new GrpcChannelOptions { HttpHandler = handler });
        var client = new ProbeService.ProbeServiceClient(channel);

        Assert.Equal("through", (await client.AskAsync(new Note { Text = "through" }).ResponseAsync.WaitAsync(TimeSpan.FromSeconds(30))).Text);
        using var call = client.Talk();
        await call.RequestStream.WriteAsync(new Note { Number = 1 });
        Assert.True(await call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.Equal(1, proxy.Tunnels);
    }
}
