using System.Buffers.Binary;
using TopGun.Core.Partitions;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Backups;

/// <summary>Reads a backup part by part, checks each, and knows at the end whether it was whole.</summary>
internal sealed class BackupReader : IAsyncDisposable
{
    private const int MaxPartBytes = 1 << 30;

    private readonly FileStream _file;
    private BackupSummary _read;
    private long _parts;
    private string? _map;

    private BackupReader(FileStream file) => _file = file;

    /// <summary>Opens a backup.</summary>
    /// <exception cref="BackupException">It can't be read, or is none.</exception>
    public static async Task<BackupReader> OpenAsync(string path, CancellationToken cancellationToken)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new BackupException($"The backup {path} can't be read: {error.Message}", error);
        }

        var reader = new BackupReader(file);
        var mark = new byte[BackupWriter.Mark.Length];
        if (await file.ReadAtLeastAsync(mark, mark.Length, throwOnEndOfStream: false, cancellationToken) == mark.Length && mark.AsSpan().SequenceEqual(BackupWriter.Mark)) return reader;
        await reader.DisposeAsync();
        throw new BackupException($"{path} is no backup of a TopGun server.");
    }

    /// <summary>Reads it from the first part to the last.</summary>
    /// <param name="header">Is told when it was taken, in Unix milliseconds, and of what.</param>
    /// <param name="partition">Takes a partition.</param>
    /// <param name="content">Takes a part of a map.</param>
    /// <param name="nodes">Takes bindings of node ids.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How much there was.</returns>
    /// <exception cref="BackupException">A part is damaged or missing.</exception>
    public async Task<BackupSummary> ReadAsync(
        Action<long, string> header, Func<PartitionId, StoredPartition, Task> partition, Func<PartitionCommit, Task> content, Func<NodeBinding[], Task> nodes, CancellationToken cancellationToken)
    {
        while (true)
        {
            var at = _file.Position;
            var (kind, bytes) = await ReadPartAsync(cancellationToken);
            _parts++;
            try
            {
                switch (kind)
                {
                    case BackupKind.Header:
                        var (takenMs, source) = BackupForms.ReadHeader(bytes);
                        header(takenMs, source);
                        break;
                    case BackupKind.Partition:
                        var (id, state) = BackupForms.ReadPartition(bytes);
                        _read = _read with { Partitions = _read.Partitions + 1 };
                        await partition(id, state);
                        break;
                    case BackupKind.Content:
                        var commit = StoredForms.ReadCommit(bytes);
                        Count(commit);
                        await content(commit);
                        break;
                    case BackupKind.Nodes:
                        var bindings = BackupForms.ReadNodes(bytes);
                        _read = _read with { Nodes = _read.Nodes + bindings.Length };
                        await nodes(bindings);
                        break;
                    case BackupKind.End:
                        var (expected, parts) = BackupForms.ReadEnd(bytes);
                        return (expected with { Maps = _read.Maps }, parts) == (_read, _parts)
                            ? _read
                            : throw new BackupException($"The backup {_file.Name} says at its end that it has {expected} ({parts} parts); it has {_read} ({_parts} parts). It is not whole; take another one.");
                    default: throw new FormatException($"Kind {(byte)kind} is not known.");
                }
            }
            catch (FormatException error)
            {
                throw new BackupException($"The backup {_file.Name} is damaged at byte {at:N0} ({error.Message}); take another one.", error);
            }
        }
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    // Maps come one after the other, each in one or more parts.
    private void Count(PartitionCommit commit)
    {
        var map = commit.Records.Select(record => record.Map)
            .Concat(commit.Writers.Select(writer => writer.Map))
            .Concat(commit.Collected.Select(collected => collected.Map))
            .Concat(commit.Registrations.Select(change => change.Map))
            .Concat(commit.Keyed.Select(keyed => keyed.Map))
            .FirstOrDefault();
        if (map is not null && map != _map) (_map, _read) = (map, _read with { Maps = _read.Maps + 1 });
        _read = _read with
        {
            Records = _read.Records + commit.Records.Count,
            Writers = _read.Writers + commit.Writers.Count,
            Registrations = _read.Registrations + commit.Registrations.Count(change => change.Definition is not null),
            Keyed = _read.Keyed + commit.Keyed.Count,
        };
    }

    private async Task<(BackupKind Kind, byte[] Bytes)> ReadPartAsync(CancellationToken cancellationToken)
    {
        var at = _file.Position;
        try
        {
            var head = new byte[1 + sizeof(int)];
            await _file.ReadExactlyAsync(head, cancellationToken);
            var length = BinaryPrimitives.ReadInt32LittleEndian(head.AsSpan(1));
            if (length is < 0 or > MaxPartBytes || length > _file.Length - _file.Position) throw new EndOfStreamException();
            var bytes = new byte[length];
            await _file.ReadExactlyAsync(bytes, cancellationToken);
            return ((BackupKind)head[0], bytes);
        }
        catch (EndOfStreamException error)
        {
            throw new BackupException($"The backup {_file.Name} ends at byte {at:N0}, before its end: it is only a part, or damaged. Take another one.", error);
        }
    }
}
