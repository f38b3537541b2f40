using TopGun.Server.Storage.Postgres;
using TopGun.Server.Storage.Sqlite;

namespace TopGun.Server.Storage.Backups;

/// <summary>Where a store is: a data file, or a PostgreSQL database.</summary>
/// <param name="DataFile">The data file; not looked at where there is an address.</param>
/// <param name="Address">The database's address; null for the data file. It may hold a password.</param>
public sealed record StorePlace(string DataFile, string? Address)
{
    /// <summary>For people, without the password.</summary>
    /// <exception cref="StoreOpenException">The address is none.</exception>
    public override string ToString() => Address is { } address ? PostgresAddress.Parse(address).ToString() : DataFile;

    /// <summary>Opens one moment of it, to read. A server may run on it and write meanwhile.</summary>
    internal async Task<IStoreSnapshot> ReadAsync(CancellationToken cancellationToken)
        => Address is { } address ? await PostgresSnapshot.OpenAsync(address, cancellationToken) : await SqliteSnapshot.OpenAsync(DataFile, cancellationToken);
}
