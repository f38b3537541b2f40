namespace TopGun.Client.Replicas.Sqlite;

/// <summary>The lock that makes a replica file belong to one client at a time.</summary>
/// <remarks>
/// A file of its own beside the data, locked as a whole by the operating system, which releases it when the process ends, however
/// it ends. SQLite's own locks alone would not do: POSIX drops them all when any handle of the process on the data file is
/// closed, as when the application copies it for a backup. The file stays; removing it would let two processes lock two files
/// of one name.
/// </remarks>
internal sealed class ReplicaFileLock : IDisposable
{
    // As .NET reports a sharing violation: of Windows, and as EWOULDBLOCK of Linux and of macOS.
    private static readonly int[] SharingViolations = [unchecked((int)0x80070020), 11, 35];

    private readonly FileStream _file;

    private ReplicaFileLock(FileStream file) => _file = file;

    /// <summary>Locks a replica's file.</summary>
    /// <exception cref="TopGunClientException">Another client has it, or the directory can't be written.</exception>
    public static ReplicaFileLock Take(string path)
    {
        try
        {
            return new ReplicaFileLock(new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
        }
        catch (IOException error) when (SharingViolations.Contains(error.HResult))
        {
            throw ReplicaFile.InUse(path, error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw ReplicaFile.Unwritable(path, error);
        }
    }

    /// <summary>What is noted of the replica's file, apart from it: so that one whose first page is gone is not taken for a file of another program.</summary>
    public ReplicaMark Mark
    {
        get
        {
            _file.Position = 0;
            return _file.ReadByte() switch
            {
                (byte)ReplicaMark.Replica => ReplicaMark.Replica,
                (byte)ReplicaMark.Damaged => ReplicaMark.Damaged,
                _ => ReplicaMark.None,
            };
        }

        set
        {
            if (value == Mark) return;
            _file.Position = 0;
            _file.WriteByte((byte)value);
            _file.Flush(flushToDisk: true);
        }
    }

    public void Dispose() => _file.Dispose();
}
