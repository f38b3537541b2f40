using System.Net;
using TopGun.Core.Access;
using TopGun.Host.Serving;

namespace TopGun.Host.Tests.Serving;

/// <summary>What the server is started with; every mistake is one line that names the thing, its value and the cure.</summary>
public class ServeSettingsTests
{
    private const string Secret = "a-secret-of-the-tests-with-more-than-32-bytes";
    private const string Rules = "*:notes:READ";

    [Fact]
    public void The_defaults_are_8080_and_the_one_above_on_every_address()
    {
        var settings = Read();

        Assert.Equal((8080, 8081, IPAddress.IPv6Any), (settings.GrpcPort, settings.WebPort, settings.Address));
        Assert.Equal(Path.GetFullPath("topgun.db"), settings.DataFile);
        Assert.Equal(Secret, settings.Secret);
        Assert.Equal(MapAction.Read, Assert.Single(settings.Permissions).Actions);
    }

    [Fact]
    public void The_environment_overrides_the_defaults()
    {
        var settings = Read(environment: [("GRPC_PORT", "9000"), ("PORT", "1"), ("WEB_PORT", "9100"), ("TOPGUN_BIND", "::1"), ("TOPGUN_DATA", "/data/x.db")]);

        Assert.Equal((9000, 9100, IPAddress.IPv6Loopback, "/data/x.db"), (settings.GrpcPort, settings.WebPort, settings.Address, settings.DataFile));
    }

    [Fact]
    public void The_command_line_overrides_the_environment()
    {
        var settings = Read(data: "/y.db", port: 7000, bind: "127.0.0.1", environment: [("GRPC_PORT", "nonsense"), ("TOPGUN_BIND", "nonsense"), ("TOPGUN_DATA", "")]);

        Assert.Equal((7000, 7001, IPAddress.Loopback, "/y.db"), (settings.GrpcPort, settings.WebPort, settings.Address, settings.DataFile));
    }

    [Fact]
    public void PORT_stands_in_for_GRPC_PORT() => Assert.Equal(5000, Read(environment: [("PORT", "5000")]).GrpcPort);

    [Fact]
    public void Port_0_chooses_two_free_ones() => Assert.Equal((0, 0), (Read(port: 0).GrpcPort, Read(port: 0).WebPort));

    [Fact]
    public void For_trying_out_it_listens_on_loopback_and_every_user_may_write_every_map()
    {
        var settings = Read(isDev: true);

        Assert.Equal(IPAddress.Loopback, settings.Address);
        var rule = Assert.Single(settings.Permissions);
        Assert.Empty(rule.Roles);
        Assert.Equal(["*"], rule.Maps);
        Assert.Equal(MapAction.Read | MapAction.Put | MapAction.Remove | MapAction.Resolve, rule.Actions);
    }

    [Fact]
    public void With_a_certificate_there_is_one_port()
    {
        var settings = Read(port: 65_535, environment: [("TOPGUN_TLS_CERT", "/cert.pem"), ("TOPGUN_TLS_KEY", "/key.pem")]);

        Assert.Equal((65_535, 65_535, new TlsFiles("/cert.pem", "/key.pem")), (settings.GrpcPort, settings.WebPort, settings.Tls));
    }

    [Fact]
    public void Removals_are_remembered_for_as_long_as_the_environment_says()
        => Assert.Equal(
            (null, TimeSpan.FromSeconds(1), TimeSpan.FromDays(3_650)),
            (Read().TombstoneRetention, Read(environment: [("TOPGUN_TOMBSTONE_RETENTION", "1s")]).TombstoneRetention, Read(environment: [("TOPGUN_TOMBSTONE_RETENTION", "3650d")]).TombstoneRetention));

    [Fact]
    public void The_heartbeat_is_in_seconds()
        => Assert.Equal((null, TimeSpan.FromSeconds(10)), (Read().Heartbeat, Read(environment: [("TOPGUN_HEARTBEAT", "10")]).Heartbeat));

    [Fact]
    public void The_age_of_connections_is_in_seconds()
        => Assert.Equal((null, TimeSpan.FromHours(1)), (Read().MaxConnectionAge, Read(environment: [("TOPGUN_MAX_CONNECTION_AGE", "3600")]).MaxConnectionAge));

    [Fact]
    public void The_patience_with_idle_connections_is_in_seconds()
        => Assert.Equal(
            (null, null, TimeSpan.FromSeconds(10), TimeSpan.FromDays(1)),
            (Read().IdleTimeout, Idle(""), Idle("10"), Idle("86400")));

    [Fact]
    public void Pages_from_elsewhere_are_listed_but_for_trying_out()
    {
        Assert.Empty(Read().WebOrigins);
        Assert.Equal(["https://a.example", "https://b.example"], Read(environment: [("WEB_ORIGINS", "https://a.example, https://b.example,")]).WebOrigins);
        Assert.Equal(["*"], Read(isDev: true).WebOrigins);
        Assert.Empty(Read(isDev: true, environment: [("WEB_ORIGINS", "")]).WebOrigins);
    }

    [Theory]
    [InlineData("GRPC_PORT", "", "GRPC_PORT is ''", "0 to 65535")]
    [InlineData("GRPC_PORT", "http", "GRPC_PORT is 'http'", "0 to 65535")]
    [InlineData("GRPC_PORT", "-1", "GRPC_PORT is '-1'", "0 to 65535")]
    [InlineData("GRPC_PORT", " 80", "GRPC_PORT is ' 80'", "0 to 65535")]
    [InlineData("GRPC_PORT", "65536", "GRPC_PORT is 65536", "0 to 65535")]
    [InlineData("GRPC_PORT", "99999999999", "GRPC_PORT is '99999999999'", "0 to 65535")]
    [InlineData("PORT", "70000", "PORT is 70000", "0 to 65535")]
    [InlineData("WEB_PORT", "70000", "WEB_PORT is 70000", "0 to 65535")]
    [InlineData("WEB_PORT", "web", "WEB_PORT is 'web'", "0 to 65535")]
    [InlineData("WEB_PORT", "8080", "WEB_PORT is 8080", "choose another")]
    [InlineData("GRPC_PORT", "65535", "port for gRPC is 65535", "set WEB_PORT")]
    [InlineData("TOPGUN_TOMBSTONE_RETENTION", "0s", "TOPGUN_TOMBSTONE_RETENTION is '0s'", "from 1s to 3650d")]
    [InlineData("TOPGUN_TOMBSTONE_RETENTION", "3651d", "TOPGUN_TOMBSTONE_RETENTION is '3651d'", "from 1s to 3650d")]
    [InlineData("TOPGUN_TOMBSTONE_RETENTION", "2147483647d", "TOPGUN_TOMBSTONE_RETENTION is '2147483647d'", "from 1s to 3650d")]
    [InlineData("TOPGUN_TOMBSTONE_RETENTION", "30", "TOPGUN_TOMBSTONE_RETENTION is '30'", "s, m, h or d")]
    [InlineData("TOPGUN_TOMBSTONE_RETENTION", "d", "TOPGUN_TOMBSTONE_RETENTION is 'd'", "s, m, h or d")]
    [InlineData("TOPGUN_HEARTBEAT", "0", "TOPGUN_HEARTBEAT is '0'", "from 1 to 600")]
    [InlineData("TOPGUN_HEARTBEAT", "601", "TOPGUN_HEARTBEAT is '601'", "from 1 to 600")]
    [InlineData("TOPGUN_HEARTBEAT", "1.5", "TOPGUN_HEARTBEAT is '1.5'", "from 1 to 600")]
    [InlineData("TOPGUN_MAX_CONNECTION_AGE", "59", "TOPGUN_MAX_CONNECTION_AGE is '59'", "from 60 to 2592000")]
    [InlineData("TOPGUN_MAX_CONNECTION_AGE", "2592001", "TOPGUN_MAX_CONNECTION_AGE is '2592001'", "from 60 to 2592000")]
    [InlineData("TOPGUN_IDLE_TIMEOUT", "9", "TOPGUN_IDLE_TIMEOUT is '9'", "from 10 to 86400")]
    [InlineData("TOPGUN_IDLE_TIMEOUT", "86401", "TOPGUN_IDLE_TIMEOUT is '86401'", "leave it out for 130 s")]
    [InlineData("TOPGUN_IDLE_TIMEOUT", "1m", "TOPGUN_IDLE_TIMEOUT is '1m'", "from 10 to 86400")]
    [InlineData("TOPGUN_TLS_CERT", "/cert.pem", "TOPGUN_TLS_CERT is '/cert.pem'", "both the certificate and its key")]
    [InlineData("TOPGUN_TLS_KEY", "/key.pem", "TOPGUN_TLS_KEY is '/key.pem'", "both the certificate and its key")]
    [InlineData("TOPGUN_BIND", "localhost", "TOPGUN_BIND is 'localhost'", "such as 0.0.0.0")]
    [InlineData("TOPGUN_BIND", "", "TOPGUN_BIND is ''", "such as 0.0.0.0")]
    [InlineData("TOPGUN_DATA", "", "TOPGUN_DATA is ''", "such as /var/lib")]
    [InlineData("TOPGUN_DATA", "  ", "TOPGUN_DATA is '  '", "such as /var/lib")]
    [InlineData("TOPGUN_JWT_SECRET", null, "TOPGUN_JWT_SECRET has 0 bytes", "openssl rand -base64 48")]
    [InlineData("TOPGUN_JWT_SECRET", "", "TOPGUN_JWT_SECRET has 0 bytes", "openssl rand -base64 48")]
    [InlineData("TOPGUN_JWT_SECRET", "0123456789012345678901234567890", "TOPGUN_JWT_SECRET has 31 bytes", "at least 32")]
    [InlineData("TOPGUN_PERMISSIONS", null, "TOPGUN_PERMISSIONS is not set", "set it to rules like")]
    [InlineData("TOPGUN_PERMISSIONS", " ", "TOPGUN_PERMISSIONS is not set", "set it to rules like")]
    [InlineData("TOPGUN_PERMISSIONS", ";;", "TOPGUN_PERMISSIONS is ';;'", "set it to rules like")]
    public void A_bad_variable_is_named_with_its_value_and_the_cure(string variable, string? value, string thing, string cure)
        => AssertOneLine(Assert.Throws<StartFailure>(() => Read(environment: [(variable, value)])), thing, cure);

    [Fact]
    public void All_that_is_wrong_is_said_at_once_and_nothing_that_only_follows_from_it()
    {
        var failure = Assert.Throws<StartFailure>(() => Read(environment: [
            ("TOPGUN_JWT_SECRET", null), ("TOPGUN_PERMISSIONS", "notes;a:b:FLY;*:c:READ"), ("GRPC_PORT", "http"), ("WEB_PORT", "8080"), ("TOPGUN_LOG", "loud"), ("TOPGUN_OTLP_ENDPOINT", "x"),
            ("TOPGUN_STORE", "postgresql://ann:hunter2@/notes")]));

        Assert.Collection(
            failure.Mistakes,
            line => Assert.StartsWith("GRPC_PORT is 'http'", line),
            line => Assert.StartsWith("TOPGUN_JWT_SECRET has 0 bytes", line),
            line => Assert.StartsWith("TOPGUN_PERMISSIONS has the rule 'notes'", line),
            line => Assert.StartsWith("TOPGUN_PERMISSIONS has the action 'FLY'", line),
            line => Assert.StartsWith("TOPGUN_LOG has the level 'loud'", line),
            line => Assert.StartsWith("TOPGUN_OTLP_ENDPOINT is 'x'", line),
            line => Assert.StartsWith("TopGun:Store: The store's address names no host", line));
        Assert.DoesNotContain("hunter2", failure.Message);
        Assert.Equal(string.Join(" ", failure.Mistakes), failure.Message);
    }

    [Fact]
    public void What_a_configuration_that_cannot_be_read_may_have_said_is_not_missed()
    {
        using var directory = new TemporaryDirectory();

        var failure = Assert.Throws<StartFailure>(() => ServeSettings.Read(false, null, null, -1, null, directory.File("none.json"), _ => null));

        Assert.Collection(failure.Mistakes, line => Assert.Contains("none.json", line), line => Assert.StartsWith("--port is -1", line));
    }

    [Fact]
    public void For_trying_out_no_secret_is_made_while_something_is_wrong()
    {
        using var directory = new TemporaryDirectory();

        Assert.Throws<StartFailure>(() => Read(isDev: true, data: directory.File("topgun.db"), port: -1, environment: ("TOPGUN_JWT_SECRET", null)));

        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(directory.File("topgun.db"))!));
    }

    [Theory]
    [InlineData(-1, "--port is -1")]
    [InlineData(65_536, "--port is 65536")]
    public void So_is_a_bad_port_on_the_command_line(int port, string thing)
        => AssertOneLine(Assert.Throws<StartFailure>(() => Read(port: port)), thing, "0 to 65535");

    [Theory]
    [InlineData("", "--data is ''")]
    [InlineData("\0", "--data is ''")]
    public void So_is_a_bad_file(string data, string thing)
        => AssertOneLine(Assert.Throws<StartFailure>(() => Read(data: data)), thing, "path of a file");

    [Fact]
    public void So_is_a_bad_address()
        => AssertOneLine(Assert.Throws<StartFailure>(() => Read(bind: "example.org")), "--bind is 'example.org'", "not an IP address");

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.1.1")]
    public void For_trying_out_nobody_else_must_reach_it(string bind)
        => AssertOneLine(Assert.Throws<StartFailure>(() => Read(isDev: true, bind: bind)), $"--bind is {bind}", "127.0.0.1");

    [Fact]
    public void For_trying_out_a_secret_that_is_set_is_used_and_checked()
    {
        Assert.Equal(Secret, Read(isDev: true).Secret);
        AssertOneLine(Assert.Throws<StartFailure>(() => Read(isDev: true, environment: [("TOPGUN_JWT_SECRET", "short")])), "TOPGUN_JWT_SECRET has 5 bytes", "at least 32");
    }

    [Fact]
    public void For_trying_out_an_empty_secret_is_none()
    {
        using var directory = new TemporaryDirectory();
        var settings = Read(isDev: true, data: directory.File("topgun.db"), environment: [("TOPGUN_JWT_SECRET", "")]);

        Assert.Equal(DevSecret.For(directory.File("topgun.db")), settings.Secret);
    }

    [Fact]
    public void The_store_comes_from_the_command_line_first_and_the_environment_second()
    {
        Assert.Null(Read().Store);
        Assert.Equal("postgresql://a@b/c", Read(environment: [("TOPGUN_STORE", "postgresql://a@b/c")]).Store);
        Assert.Equal("postgresql://d@e/f", ServeSettings.Read(true, null, "postgresql://d@e/f", null, null, null, name => name == "TOPGUN_JWT_SECRET" ? Secret : name == "TOPGUN_STORE" ? "postgresql://a@b/c" : null).Store);
        Assert.Null(Read(environment: [("TOPGUN_STORE", " ")]).Store);
        Assert.Equal(TimeSpan.FromSeconds(9), Read(environment: [("TOPGUN_STORE_LEASE", "9")]).StoreLease);
        AssertOneLine(Assert.Throws<StartFailure>(() => Read(environment: [("TOPGUN_STORE_LEASE", "90")])), "TOPGUN_STORE_LEASE is '90'", "1 to 60");
    }

    private static TimeSpan? Idle(string text) => Read(environment: [("TOPGUN_IDLE_TIMEOUT", text)]).IdleTimeout;

    private static ServeSettings Read(bool isDev = false, string? data = null, int? port = null, string? bind = null, params (string Name, string? Value)[] environment)
    {
        Dictionary<string, string?> variables = new() { ["TOPGUN_JWT_SECRET"] = Secret, ["TOPGUN_PERMISSIONS"] = Rules };
        foreach (var (name, value) in environment) variables[name] = value;
        return ServeSettings.Read(isDev, data, null, port, bind, null, variables.GetValueOrDefault);
    }

    private static void AssertOneLine(StartFailure failure, string thing, string cure)
    {
        Assert.Contains(thing, failure.Message);
        Assert.Contains(cure, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.DoesNotContain("Exception", failure.Message);
        Assert.Equal(2, failure.ExitCode);
    }
}
