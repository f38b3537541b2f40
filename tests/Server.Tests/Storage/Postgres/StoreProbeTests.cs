using TopGun.Server.Storage;

namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>A database is looked at without being taken.</summary>
public sealed class StoreProbeTests(SharedPostgres postgres)
{
    [Fact]
    public async Task Its_clock_is_compared_and_nothing_is_made_in_it()
    {
        var server = await postgres.GetAsync();

        var offset = await StoreProbe.LookAtDatabaseAsync(server.AddressOf("postgres"), TestContext.Current.CancellationToken);

        Assert.InRange(offset.Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task What_is_wrong_is_said_with_its_cure()
    {
        var server = await postgres.GetAsync();

        var failure = await Assert.ThrowsAsync<StoreOpenException>(() => StoreProbe.LookAtDatabaseAsync(server.AddressOf("not_there"), TestContext.Current.CancellationToken));

        Assert.Contains("CREATE DATABASE", failure.Message);
    }
}
