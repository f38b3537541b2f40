namespace TopGun.Server.Storage.Sqlite;

/// <summary>The lock that makes a store's file belong to one process at a time.</summary>
/// <remarks>
/// A file of its own beside the data, locked as a whole by the operating system, which releases it when the process ends, however
/// it ends. Not SQLite's own locks: they would shut out reading tools too, and POSIX drops them all when any handle of the
/// process on the data file is closed. The file stays; removing it would let two processes lock two files of one name.
/// </remarks>
internal sealed class StoreFileLock : IDisposable
{
    // As .NET reports a sharing violation: of Windows, and as EWOULDBLOCK of Linux and of macOS.
    private static readonly int[] SharingViolations = [unchecked((int)0x80070020), 11, 35];

    private readonly FileStream _file;

    private StoreFileLock(FileStream file) => _file = file;

    /// <summary>Locks a store's file.</summary>
    /// <exception cref="StoreOpenException">Another process has it, or the directory can't be written.</exception>
    public static StoreFileLock Take(string path)
    {
        var lockPath = path + ".lock";
        try
        {
            return new StoreFileLock(new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException error) when (SharingViolations.Contains(error.HResult))
        {
            throw new StoreOpenException($"Another server has {path}; stop it, or give this one another file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException($"{lockPath} can't be written ({error.Message}); let the server's user write to the directory and check that it has space.", error);
        }
    }

    public void Dispose() => _file.Dispose();
}
