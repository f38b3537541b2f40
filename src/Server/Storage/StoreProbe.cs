using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TopGun.Server.Storage.Postgres;

namespace TopGun.Server.Storage;

/// <summary>Looks at a store without opening it, so also while a server has it.</summary>
public static class StoreProbe
{
    private static readonly byte[] Header = "SQLite format 3\0"u8.ToArray();

    /// <summary>Looks at a database.</summary>
    /// <param name="address">As in <see cref="PostgresStoreOptions.Address"/>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>How far its clock is ahead of this machine's; half of the way there and back is taken off.</returns>
    /// <exception cref="StoreOpenException">It can't be used; the message says in one line why and what cures it.</exception>
    public static async Task<TimeSpan> LookAtDatabaseAsync(string address, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var parsed = PostgresAddress.Parse(address);
        await using var database = await PostgresDatabase.OpenAsync(parsed, TimeSpan.Zero, time, NullLogger.Instance, cancellationToken);
        try
        {
            await using var connection = await database.ConnectAsync(cancellationToken);
            await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
            var asked = time.GetTimestamp();
            var said = (DateTime)(await command.ExecuteScalarAsync(cancellationToken))!;
            return said.ToUniversalTime() + (time.GetElapsedTime(asked) / 2) - time.GetUtcNow().UtcDateTime;
        }
        catch (Exception failure) when (PostgresFaults.IsOfDatabase(failure))
        {
            throw new StoreOpenException(PostgresFaults.Explain(parsed, failure), failure);
        }
    }

    /// <summary>Looks at a data file and its directory.</summary>
    /// <param name="path">The file; it need not be there yet.</param>
    /// <returns>How many bytes are free where it lies.</returns>
    /// <exception cref="StoreOpenException">It can't be used; the message says in one line why and what cures it.</exception>
    public static long LookAtFile(string path)
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
        try
        {
            if (!Directory.Exists(directory)) throw new StoreOpenException($"The directory {directory} of the data file is not there: make it, owned by the user that runs the server.");
            // Beside the file lie others, so the directory must be writable, too.
            using (File.Create(Path.Combine(directory, $".topgun-{Guid.NewGuid():N}"), 1, FileOptions.DeleteOnClose))
            {
            }

            if (File.Exists(path))
            {
                using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
                var header = new byte[Header.Length];
                if (file.Length > 0 && (file.ReadAtLeast(header, header.Length, false) < header.Length || !header.AsSpan().SequenceEqual(Header)))
                    throw new StoreOpenException($"The data file {path} is no data file of a server: name another one, or move it away.");
            }

            return new DriveInfo(directory).AvailableFreeSpace;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StoreOpenException($"The data file {path} can't be written: {failure.Message.TrimEnd('.')}. Give its directory to the user that runs the server.", failure);
        }
    }
}
