using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TopGun.Client.Connection;
using TopGun.Client.Tests.Server;

namespace TopGun.Client.Tests.Connection;

/// <summary>An address beside the right one: the reason names the right one.</summary>
public sealed class AddressProbeTests
{
    private readonly ScriptedServer _server = new(TimeProvider.System);

    [Theory]
    [InlineData("http://host:8081", "https://host:8081/ http://host:8080/")]
    [InlineData("https://host:8080", "http://host:8080/ https://host:8079/ http://host:8079/")]
    [InlineData("http://host", "https://host:80/ http://host:79/ http://host:8080/ https://host/")]
    public void These_places_are_looked_at(string address, string places)
        => Assert.Equal(places, string.Join(' ', AddressProbe.Candidates(new Uri(address))));

    [Fact]
    public async Task With_TLS_where_there_is_none_the_address_without_is_named()
    {
        await using var host = await GrpcHost.StartAsync(_server);
        await NamesAsync(host.Address.Replace("http://", "https://"), host.Address);
    }

    [Fact]
    public async Task Without_TLS_where_there_is_some_the_address_with_it_is_named()
    {
        using var certificate = Untrusted();
        await using var host = await GrpcHost.StartAsync(_server, kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        await NamesAsync(host.Address.Replace("https://", "http://"), host.Address);
    }

    [Fact]
    public async Task On_the_port_for_Http_1_1_the_one_below_is_named()
    {
        await using var host = await OnTwoPortsAsync(web => web.Protocols = HttpProtocols.Http1);
        await NamesAsync(host.WebAddress, host.Address);
    }

    [Fact]
    public async Task With_TLS_on_the_port_for_Http_1_1_the_one_below_is_named_without_TLS()
    {
        await using var host = await OnTwoPortsAsync(web => web.Protocols = HttpProtocols.Http1);
        await NamesAsync(host.WebAddress.Replace("http://", "https://"), host.Address);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_told_as_that_whatever_stands_beside()
    {
        using var certificate = Untrusted();
        await using var host = await OnTwoPortsAsync(web => web.UseHttps(certificate));
        await using var client = TopGunClient.Open(new TopGunClientOptions { Server = host.WebAddress, Token = "alice" });

        var state = await client.StateAsync(state => state.Reason is not null);

        Assert.StartsWith($"TLS with {host.WebAddress} failed: The remote certificate is invalid", state.Reason!.Message);
    }

    [Fact]
    public async Task Where_there_is_nothing_of_ours_nothing_is_named()
    {
        await using var host = await GrpcHost.StartAsync(_server, HttpProtocols.Http1);
        Assert.Null(await AddressProbe.FindAsync(new Uri(host.Address), CancellationToken.None));
    }

    private static async Task NamesAsync(string wrong, string right)
    {
        await using var client = TopGunClient.Open(new TopGunClientOptions { Server = wrong, Token = "alice" });
        var state = await client.StateAsync(state => state.Reason is not null);
        Assert.Equal($"The server is not at {wrong}, but at {right}; write that.", state.Reason!.Message);
        Assert.False(state.Reason.NeedsHelp);
    }

    private static X509Certificate2 Untrusted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }

    private async Task<GrpcHost> OnTwoPortsAsync(Action<ListenOptions> upper)
    {
        // Two free ports side by side have to be found.
        for (var attempt = 0; ; attempt++)
        {
            using var finder = new TcpListener(IPAddress.Loopback, 0);
            finder.Start();
            var port = ((IPEndPoint)finder.LocalEndpoint).Port;
            finder.Stop();
            try
            {
                return await GrpcHost.StartAsync(_server, kestrel =>
                {
                    kestrel.Listen(IPAddress.Loopback, port, listen => listen.Protocols = HttpProtocols.Http2);
                    kestrel.Listen(IPAddress.Loopback, port + 1, upper);
                });
            }
            catch (IOException) when (attempt < 20)
            {
                // One of them was taken.
            }
        }
    }
}
