using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using TopGun.Core.Access;
using TopGun.Host.Configuration;
using TopGun.Host.Serving;

namespace TopGun.Host.Tests.Serving;

/// <summary>One run of the server: what it says when it starts, and when it can't.</summary>
public class ServerRunTests
{
    [Fact]
    public async Task It_says_where_it_listens_and_ends_when_it_is_asked_to()
    {
        using var directory = new TemporaryDirectory();
        using var stop = new CancellationTokenSource();
        var output = new WatchedOutput();
        var running = ServerRun.RunAsync(Settings(directory.File("topgun.db")), output, stop.Token);
        await output.Ready.WaitAsync(TimeSpan.FromSeconds(60));

        var lines = output.ToString().Split('\n');
        Assert.StartsWith("grpc:  http://127.0.0.1:", lines[0]);
        Assert.StartsWith("web:   http://127.0.0.1:", lines[1]);
        Assert.EndsWith("topgun.db", lines[2]);
        Assert.StartsWith("token: ey", lines[3]);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        Assert.Equal("ready\n", await http.GetStringAsync(new Uri(new Uri(lines[1]["web:   ".Length..]), "/readyz")));

        await stop.CancelAsync();
        Assert.Equal(0, await running.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task It_says_which_rules_it_took_from_its_configuration()
    {
        using var directory = new TemporaryDirectory();
        using var stop = new CancellationTokenSource();
        File.WriteAllText(directory.File("topgun.json"), """
            { "resolvers": { "seats": [{ "builtIn": "FIRST_WRITE_WINS" }], "orders": [{ "builtIn": "NON_NEGATIVE" }, { "builtIn": "LWW" }] } }
            """);
        var output = new WatchedOutput();
        var running = ServerRun.RunAsync(Settings(directory.File("topgun.db")) with { Config = ConfigFile.Read(directory.File("topgun.json")) }, output, stop.Token);
        await output.Ready.WaitAsync(TimeSpan.FromSeconds(60));

        Assert.Equal("rules: seats (1), orders (2)", output.ToString().Split('\n')[3].TrimEnd());

        await stop.CancelAsync();
        Assert.Equal(0, await running.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task With_a_certificate_one_port_speaks_both_versions_of_http()
    {
        using var directory = new TemporaryDirectory();
        using var stop = new CancellationTokenSource();
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
        var tls = new TlsFiles(directory.File("cert.pem"), directory.File("key.pem"));
        File.WriteAllText(tls.Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(tls.Key, key.ExportPkcs8PrivateKeyPem());
        var output = new WatchedOutput();
        var running = ServerRun.RunAsync(Settings(directory.File("topgun.db")) with { Tls = tls }, output, stop.Token);
        await output.Ready.WaitAsync(TimeSpan.FromSeconds(60));

        var lines = output.ToString().Split('\n');
        Assert.StartsWith("grpc:  https://127.0.0.1:", lines[0]);
        Assert.Equal(lines[0]["grpc:  ".Length..], lines[1]["web:   ".Length..]);
        using var http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, shown, _, _) => shown!.GetCertHashString() == certificate.GetCertHashString() },
        });
        foreach (var version in new[] { HttpVersion.Version11, HttpVersion.Version20 })
        {
            using var asked = new HttpRequestMessage(HttpMethod.Get, new Uri(new Uri(lines[0]["grpc:  ".Length..]), "/readyz"))
            {
                Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var answer = await http.SendAsync(asked);
            Assert.Equal((version, "ready\n"), (answer.Version, await answer.Content.ReadAsStringAsync()));
        }

        await stop.CancelAsync();
        Assert.Equal(0, await running.WaitAsync(TimeSpan.FromSeconds(60)));
    }

    [Fact]
    public async Task A_certificate_that_is_none_is_named_with_its_variables()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("cert.pem"), "nothing");
        var tls = new TlsFiles(directory.File("cert.pem"), directory.File("absent.pem"));

        await Fails(Settings(directory.File("topgun.db")) with { Tls = tls }, directory.File("cert.pem"), "TOPGUN_TLS_KEY");
    }

    [Fact]
    public async Task A_web_origin_that_is_none_is_named()
    {
        using var directory = new TemporaryDirectory();

        await Fails(Settings(directory.File("topgun.db")) with { WebOrigins = ["app.example.com"] }, "'app.example.com'", "https://app.example.com");
    }

    [Fact]
    public async Task A_port_in_use_is_named_with_the_cure()
    {
        using var directory = new TemporaryDirectory();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        await Fails(Settings(directory.File("topgun.db")) with { GrpcPort = port }, $"Port {port}", "--port");
    }

    [Fact]
    public async Task So_is_an_address_that_this_machine_does_not_have()
    {
        using var directory = new TemporaryDirectory();

        // Kept for documentation, RFC 5737: no machine has it.
        await Fails(Settings(directory.File("topgun.db")) with { Address = IPAddress.Parse("192.0.2.1") }, "192.0.2.1", "--bind");
    }

    [Fact]
    public async Task So_is_a_data_file_that_is_a_directory()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory.File("topgun.db"));

        await Fails(Settings(directory.File("topgun.db")), directory.File("topgun.db"), "directory");
    }

    [Fact]
    public async Task So_is_a_data_file_that_another_server_has_open()
    {
        using var directory = new TemporaryDirectory();
        using var stop = new CancellationTokenSource();
        var output = new WatchedOutput();
        var first = ServerRun.RunAsync(Settings(directory.File("topgun.db")), output, stop.Token);
        await output.Ready.WaitAsync(TimeSpan.FromSeconds(60));

        await Fails(Settings(directory.File("topgun.db")), directory.File("topgun.db"), "another");
        await stop.CancelAsync();
        await first.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task So_is_a_data_file_that_is_something_else()
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory.File("topgun.db"), string.Concat(Enumerable.Repeat("This is a letter and no database. ", 1_000)));

        await Fails(Settings(directory.File("topgun.db")), directory.File("topgun.db"), ".");
    }

    private static async Task Fails(ServeSettings settings, string thing, string cure)
    {
        var failure = await Assert.ThrowsAsync<StartFailure>(() => ServerRun.RunAsync(settings, TextWriter.Null, CancellationToken.None));

        Assert.Contains(thing, failure.Message);
        Assert.Contains(cure, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    internal static ServeSettings Settings(string dataFile) => new(
        true, dataFile, null, 0, 0, IPAddress.Loopback, "a-secret-of-the-tests-with-more-than-32-bytes", [new() { Maps = ["*"], Actions = MapAction.Read }], [], null, new(), null, null, null, null, null);
}
