using System.Buffers.Binary;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Backups;

/// <summary>Writes the parts of a backup: a kind, a length, and bytes that end with their checksum.</summary>
internal sealed class BackupWriter(Stream stream) : IDisposable
{
    private readonly ByteWriter _part = new(1 << 16);

    /// <summary>With what every backup begins.</summary>
    public static ReadOnlySpan<byte> Mark => "TopGunBk"u8;

    /// <summary>How many parts there are, with the one that is being written.</summary>
    public long Parts { get; private set; }

    /// <summary>Writes a part.</summary>
    public async Task WriteAsync(BackupKind kind, Action<ByteWriter> write, CancellationToken cancellationToken)
    {
        if (Parts++ == 0) await stream.WriteAsync(Mark.ToArray(), cancellationToken);
        _part.Clear();
        write(_part);
        var head = new byte[1 + sizeof(int)];
        head[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(1), _part.Length);
        await stream.WriteAsync(head, cancellationToken);
        await stream.WriteAsync(_part.Written.ToArray(), cancellationToken);
    }

    public void Dispose() => _part.Dispose();
}
