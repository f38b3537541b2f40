using TopGun.Client.Replicas.Sqlite;

namespace TopGun.Client.Tests.Replicas;

/// <summary>Makes of a replica file what an older version of the library had written.</summary>
internal static class OlderFile
{
    // What each of these versions does not have yet of what the next one has; the last stands for all that came since.
    private static readonly (int Version, string Undo)[] Steps =
    [
        (1, "ALTER TABLE rejections DROP COLUMN resolver"),
        (2, "ALTER TABLE rejections DROP COLUMN group_writes; ALTER TABLE rejections DROP COLUMN failed_key"),
        (3, "ALTER TABLE rejections DROP COLUMN server_value"),
        (5, "DROP TABLE way"),
        (6, "ALTER TABLE maps DROP COLUMN is_walking"),
        (7, "DROP TABLE parts; DROP TABLE part_rows"),
        (8, "ALTER TABLE maps DROP COLUMN type"),
        (11, """
            ALTER TABLE maps DROP COLUMN lost_fork; ALTER TABLE maps DROP COLUMN lost_generation;
            ALTER TABLE maps DROP COLUMN seen_epoch; ALTER TABLE maps DROP COLUMN seen_version; ALTER TABLE rejections DROP COLUMN held_version
            """),
        (12, "ALTER TABLE maps DROP COLUMN trail"),
    ];

    /// <summary>Takes away what a version did not have. The version is one that had no parts.</summary>
    public static void Make(string path, int version)
    {
        using var file = ReplicaFile.Open(path, "n");
        foreach (var (before, undo) in Steps)
            if (before >= version) file.Database.Execute(undo);
        file.Database.Execute($"PRAGMA user_version = {version}");
    }
}
