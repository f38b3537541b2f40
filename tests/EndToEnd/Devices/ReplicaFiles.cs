using TopGun.Client.Replicas.Sqlite;
using TopGun.EndToEnd.Wire;

namespace TopGun.EndToEnd.Devices;

/// <summary>What can be done to the files of a replica behind its application's back.</summary>
internal static class ReplicaFiles
{
    /// <summary>Copies a replica's file, with the write-ahead log of one that is in use.</summary>
    public static void Duplicate(string from, string to)
    {
        File.Delete(to + "-wal");
        File.Copy(from, to, overwrite: true);
        if (File.Exists(from + "-wal")) File.Copy(from + "-wal", to + "-wal", overwrite: true);
    }

    /// <summary>Whether a replica that nobody has open holds the very records of a copy: keys, versions, bytes.</summary>
    public static void AssertHolds(string file, string map, Copy truth)
    {
        using var store = SqliteReplicaStore.Open(file, "nobody");
        var held = store.Scan(map, null, int.MaxValue);
        Assert.Equal(truth.Records.Count, held.Count);
        foreach (var record in held)
        {
            var expected = Assert.Contains(record.Key, truth.Records);
            Assert.Equal(expected.Version, (ulong)record.Version);
            Assert.True(expected.Record.Span.SequenceEqual(record.Bytes.Span), $"The bytes of {record.Key} differ.");
        }
    }
}
