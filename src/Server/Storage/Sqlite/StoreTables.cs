namespace TopGun.Server.Storage.Sqlite;

/// <summary>The tables of a store, on the connection that writes.</summary>
internal sealed class StoreTables(SqliteDatabase database) : IDisposable
{
    /// <summary>The partitions.</summary>
    public PartitionTable Partitions { get; } = new(database);

    /// <summary>The commits that are not folded yet.</summary>
    public LogTable Log { get; } = new(database);

    /// <summary>The folded maps.</summary>
    public MapTables Maps { get; } = new(database);

    /// <summary>The folded registrations.</summary>
    public ResolverTables Resolvers { get; } = new(database);

    /// <summary>What became of keyed writes.</summary>
    public KeyedTable Keyed { get; } = new(database);

    /// <summary>The bindings of node ids.</summary>
    public NodeTable Nodes { get; } = new(database);

    /// <inheritdoc/>
    public void Dispose()
    {
        Maps.Dispose();
        Resolvers.Dispose();
        Keyed.Dispose();
    }
}
