using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TopGun.Host.Serving;

namespace TopGun.Host.Tests.Serving;

/// <summary>Certificates that are renewed while the server runs, versions of TLS, and clients with certificates.</summary>
public sealed class TlsReloadingTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    private TlsFiles Files => new(_directory.File("cert.pem"), _directory.File("key.pem"));

    [Fact]
    public async Task A_renewed_certificate_is_shown_to_new_connections_and_a_broken_file_to_nobody()
    {
        var first = Write("CN=localhost");
        var port = await StartAsync(Files);
        Assert.Equal(first, (await ConnectAsync(port)).Shown);

        File.WriteAllText(Files.Certificate, "half a certific");
        File.SetLastWriteTimeUtc(Files.Certificate, DateTime.UnixEpoch.AddYears(60));
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        Assert.Equal(first, (await ConnectAsync(port)).Shown);

        var second = Write("CN=localhost");
        File.SetLastWriteTimeUtc(Files.Certificate, DateTime.UnixEpoch.AddYears(61));
        for (var tries = 0; (await ConnectAsync(port)).Shown != second; tries++)
        {
            Assert.True(tries < 300, "The renewed certificate is not shown.");
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task Below_the_oldest_version_nobody_gets_in()
    {
        Write("CN=localhost");
        var port = await StartAsync(Files with { MinVersion = "1.3" });

        Assert.Equal(SslProtocols.Tls13, (await ConnectAsync(port)).Protocol);
        await Assert.ThrowsAnyAsync<Exception>(() => ConnectAsync(port, protocols: SslProtocols.Tls12));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Clients_show_a_certificate_of_an_authority_that_is_named(bool areOptional)
    {
        Write("CN=localhost");
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=authority", key, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var root = authority.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        using var other = authority.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(201));
        File.WriteAllText(_directory.File("ca.pem"), root.ExportCertificatePem());
        var port = await StartAsync(Files with { ClientAuthorities = _directory.File("ca.pem"), AreClientsOptional = areOptional });

        Assert.True(await IsServedAsync(port, Issued("CN=client", root)));
        Assert.Equal(areOptional, await IsServedAsync(port, null));
        Write("CN=stranger", "stranger");
        Assert.False(await IsServedAsync(port, X509Certificate2.CreateFromPemFile(_directory.File("stranger.cert"), _directory.File("stranger.key"))));
    }

    [Theory]
    [InlineData("TOPGUN_TLS_MIN", "1.1", "1.2 and 1.3")]
    [InlineData("TOPGUN_TLS_CLIENT_MODE", "maybe", "require and allow")]
    public void What_is_not_known_is_named_with_what_is(string name, string value, string named)
    {
        Dictionary<string, string?> variables = new() { ["TOPGUN_TLS_CERT"] = "/c.pem", ["TOPGUN_TLS_KEY"] = "/k.pem", [name] = value };
        Assert.Contains(named, Assert.Throws<StartFailure>(() => TlsFiles.Of(variables.GetValueOrDefault)).Message);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        // It writes into the directory until it has ended.
        await _running;
        _stop.Dispose();
        _directory.Dispose();
    }

    private string Write(string name, string? file = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest(name, key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        // The key first: between the two the files do not fit.
        File.WriteAllText(file is null ? Files.Key : _directory.File(file + ".key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(file is null ? Files.Certificate : _directory.File(file + ".cert"), certificate.ExportCertificatePem());
        return certificate.GetCertHashString();
    }

    private static X509Certificate2 Issued(string name, X509Certificate2 by)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var issued = new CertificateRequest(name, key, HashAlgorithmName.SHA256).Create(by, DateTimeOffset.UnixEpoch.AddYears(1), DateTimeOffset.UnixEpoch.AddYears(199), [1, 2, 3]);
        return issued.CopyWithPrivateKey(key);
    }

    private async Task<int> StartAsync(TlsFiles files)
    {
        var output = new WatchedOutput();
        _running = ServerRun.RunAsync(ServerRunTests.Settings(_directory.File("topgun.db")) with { Tls = files }, output, _stop.Token);
        await output.Ready.WaitAsync(TimeSpan.FromSeconds(60));
        return new Uri(output.ToString().Split('\n')[0]["grpc:  ".Length..]).Port;
    }

    private static async Task<(string Shown, SslProtocols Protocol)> ConnectAsync(int port, SslProtocols protocols = SslProtocols.None)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", port);
        using var tls = new SslStream(tcp.GetStream());
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", EnabledSslProtocols = protocols, RemoteCertificateValidationCallback = (_, _, _, _) => true });
        return (tls.RemoteCertificate!.GetCertHashString(), tls.SslProtocol);
    }

    // With TLS 1.3 a client learns only with its first answer that its certificate was not taken.
    private static async Task<bool> IsServedAsync(int port, X509Certificate2? certificate)
    {
        using var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        if (certificate is not null) handler.SslOptions.ClientCertificates = [certificate];
        using var http = new HttpClient(handler);
        try
        {
            return (await http.GetStringAsync(new Uri($"https://127.0.0.1:{port}/readyz"))) == "ready\n";
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
