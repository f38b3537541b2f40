using Npgsql;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Postgres;

namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>An address is read in both of its forms, and never shows its password.</summary>
public sealed class PostgresAddressTests
{
    [Theory]
    [InlineData("postgresql://ann:se%2Fcret@db.example.com:5433/notes", "Host=db.example.com;Port=5433;Database=notes;Username=ann;Password=se/cret")]
    [InlineData("postgres://ann@db/notes", "Host=db;Database=notes;Username=ann")]
    [InlineData("postgresql://ann:a:b@db/notes?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem", "Host=db;Database=notes;Username=ann;Password=a:b;SSL Mode=VerifyFull;Root Certificate=/etc/ca.pem")]
    [InlineData("postgresql://ann:p@ss@db/notes?sslmode=require", "Host=db;Database=notes;Username=ann;Password=p@ss;SSL Mode=Require")]
    [InlineData("postgresql://ann@[::1]:5433/notes", "Host=::1;Port=5433;Database=notes;Username=ann")]
    [InlineData("postgresql:///notes?host=/var/run/postgresql&user=ann", "Host=/var/run/postgresql;Database=notes;Username=ann")]
    [InlineData("postgresql://ann@a:1,b:2/notes?target_session_attrs=read-write", "Host=a:1,b:2;Database=notes;Username=ann;Target Session Attributes=read-write")]
    [InlineData("postgresql://ann@db/notes?passfile=/run/secrets/pg&connect_timeout=3", "Host=db;Database=notes;Username=ann;Passfile=/run/secrets/pg;Timeout=3")]
    public void A_uri_says_the_same_as_settings(string uri, string settings)
        => Assert.True(
            new NpgsqlConnectionStringBuilder(PostgresAddress.Parse(settings).ToConnectionString(false)).EquivalentTo(new NpgsqlConnectionStringBuilder(PostgresAddress.Parse(uri).ToConnectionString(false))));

    [Theory]
    [InlineData("postgresql://ann:hunter2@db:5433/notes", "postgresql://ann@db:5433/notes")]
    [InlineData("Host=db;Database=notes;Username=ann;Password=hunter2", "postgresql://ann@db:5432/notes")]
    [InlineData("postgresql://ann@db/notes?password=hunter2", "postgresql://ann@db:5432/notes")]
    public void What_is_shown_has_no_password(string address, string shown) => Assert.Equal(shown, PostgresAddress.Parse(address).ToString());

    [Theory]
    [InlineData("hunter2.db", "named with --data")]
    [InlineData("postgresql://ann:hunter2@/notes", "names no host")]
    [InlineData("postgresql://db/notes", "names no user")]
    [InlineData("postgresql://ann:hunter2@db", "names no database")]
    [InlineData("postgresql://ann:hunter2@db:99999/notes", "port '99999'")]
    [InlineData("postgresql://ann:hunter2@db/notes?sslmood=require", "'sslmood'", "sslmode")]
    [InlineData("postgresql://ann:hunter2@db/notes?sslmode=perhaps", "'perhaps' of sslmode", "verify-full")]
    [InlineData("Host=db;Database=notes;Username=ann;Passwrd=hunter2", "passwrd")]
    [InlineData("Host=db;Database=notes;Username=ann;Port=x;Password=hunter2", "or wrong")]
    public void What_is_wrong_is_named_in_one_line_without_the_password(string address, params string[] parts)
    {
        var error = Assert.Throws<StoreOpenException>(() => PostgresAddress.Parse(address));

        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_operator_sets_is_kept_and_the_rest_is_ours()
    {
        var set = new NpgsqlConnectionStringBuilder(PostgresAddress.Parse("Host=db;Database=notes;Username=ann;Maximum Pool Size=7;Command Timeout=3;Include Error Detail=true").ToConnectionString(true));

        Assert.Equal((7, 3, false, true, 64), (set.MaxPoolSize, set.CommandTimeout, set.IncludeErrorDetail, set.NoResetOnClose, set.MaxAutoPrepare));
    }
}
