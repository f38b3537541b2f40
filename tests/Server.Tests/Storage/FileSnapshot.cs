namespace TopGun.Server.Tests.Storage;

/// <summary>The files of a store as a crash would leave them at some moment.</summary>
internal static class FileSnapshot
{
    /// <summary>Copies a data file and its write-ahead log while the store may be writing.</summary>
    /// <remarks>
    /// Two files can't be copied at one moment. But the log only grows from one checkpoint to the next: if the data file did not
    /// change while the log was copied, the copies are what was there when the log's copy ended, perhaps with a torn end.
    /// </remarks>
    public static async Task TakeAsync(string path, string copy)
    {
        while (true)
        {
            var data = await ReadAsync(path);
            var log = await ReadAsync(path + "-wal");
            var again = await ReadAsync(path);
            if (!data.AsSpan().SequenceEqual(again)) continue;

            await File.WriteAllBytesAsync(copy, data);
            await File.WriteAllBytesAsync(copy + "-wal", log);
            return;
        }
    }

    public static async Task<byte[]> ReadAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new MemoryStream();
        await file.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
