namespace TopGun.Client.Replicas.Sqlite;

/// <summary>What SQLite said instead of doing what it was told. It never leaves the store, which knows the file and the cure.</summary>
internal sealed class SqliteErrorException(int code, string message) : Exception($"SQLite error {code}: {message}")
{
    /// <summary>The family of the error: the lowest byte of its extended result code.</summary>
    public int Family => code & 0xFF;
}
