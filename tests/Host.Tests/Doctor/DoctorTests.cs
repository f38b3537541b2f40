using System.Net;
using System.Net.Sockets;
using TopGun.Core.Access;
using TopGun.Host.Doctor;
using TopGun.Host.Serving;
using TopGun.Host.Tests.Serving;

namespace TopGun.Host.Tests.Doctor;

/// <summary>The doctor says what is wrong, and how to cure it.</summary>
public sealed class DoctorTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private ServeSettings Good => ServerRunTests.Settings(_directory.File("topgun.db")) with { IsDev = false, Permissions = [new() { Roles = ["editor"], Maps = ["notes-*"], Actions = MapAction.Read }] };

    [Fact]
    public async Task Where_nothing_is_wrong_it_says_so()
    {
        var (code, said) = await Examine(() => Good);

        Assert.Equal(0, code);
        Assert.All(new[] { "good  configuration: complete", "good  permissions: 1 rules", "good  store: ", "Everything is as it should be." }, line => Assert.Contains(line, said));
        Assert.False(File.Exists(_directory.File("topgun.db")), "It has made the data file.");
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_cure()
    {
        using var busy = new TcpListener(IPAddress.Loopback, 0);
        busy.Start();
        var port = ((IPEndPoint)busy.LocalEndpoint).Port;
        File.WriteAllText(_directory.File("topgun.db"), "this is no data file of a server");
        var settings = Good with
        {
            Permissions = [],
            GrpcPort = port,
            WebPort = 0,
            Tls = new TlsFiles(_directory.File("none.pem"), _directory.File("none.key")),
            Options = new Dictionary<string, string?> { ["Limits:OpsPerSecond"] = "0" },
        };

        var (code, said) = await Examine(() => settings);

        Assert.Equal(1, code);
        Assert.All(
            new[]
            {
                "bad   configuration: TopGun:Limits:OpsPerSecond is 0;", "bad   permissions: no rule", $"bad   port {port}: in use", $"lsof -i :{port}", "bad   tls: TOPGUN_TLS_CERT",
                "bad   store: The data file", "mend the lines marked 'bad'",
            },
            line => Assert.Contains(line, said));
        Assert.DoesNotContain(settings.Secret!, said);
    }

    [Fact]
    public async Task A_setting_that_is_missing_is_the_first_thing_it_says()
    {
        var (code, said) = await Examine(() => throw new StartFailure("TOPGUN_JWT_SECRET has 0 bytes."));

        Assert.Equal((1, true), (code, said.StartsWith("bad   configuration: TOPGUN_JWT_SECRET has 0 bytes.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_rule_that_lets_everybody_write_everything_and_a_database_that_is_not_there_are_seen()
    {
        var (code, said) = await Examine(() => Good with
        {
            Permissions = [new() { Maps = ["*"], Actions = MapAction.Read | MapAction.Put }],
            Store = "postgresql://topgun:secret-word@127.0.0.1:9/topgun",
        });

        Assert.Equal(1, code);
        Assert.Contains("look  permissions: a rule lets every user write every map", said);
        Assert.Contains("bad   store: Nothing takes connections at", said);
        Assert.DoesNotContain("secret-word", said);
    }

    public void Dispose() => _directory.Dispose();

    private static async Task<(int Code, string Said)> Examine(Func<ServeSettings> read)
    {
        var output = new StringWriter();
        return (await DoctorCommand.RunAsync(read, output, TestContext.Current.CancellationToken), output.ToString());
    }
}
