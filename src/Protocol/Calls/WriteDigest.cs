using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;

namespace TopGun.Protocol.Calls;

/// <summary>The digest of what is written, by which a repeat is told from another write under the same key.</summary>
/// <remarks>
/// Of what was understood, not of the bytes that came: Protobuf leaves the order of a map's entries open, and a repeat may have another.
/// Each part says what it is and how long, so no two writes have one form.
/// </remarks>
internal static class WriteDigest
{
    /// <summary>SHA-256 of writes, which count together.</summary>
    public static byte[] Of(IReadOnlyList<OpWrite> writes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Number(hash, writes.Count);
        foreach (var (write, _) in writes) Add(hash, write);
        return hash.GetHashAndReset();
    }

    private static void Add(IncrementalHash hash, Write write)
    {
        Text(hash, write.Key);
        Number(hash, (int)write.Base);
        Number(hash, write.TtlMs ?? 0);
        switch (write)
        {
            case PatchWrite patch:
                Text(hash, "patch");
                Add(hash, new ObjectValue(patch.Set.ToDictionary(StringComparer.Ordinal)));
                // In any order they do the same.
                foreach (var field in patch.Erase.Order(StringComparer.Ordinal)) Text(hash, field);
                Number(hash, patch.Erase.Count);
                break;
            case ReplaceWrite replace:
                Text(hash, "put");
                Add(hash, replace.Object);
                break;
            case ValueWrite value:
                Text(hash, "put");
                Add(hash, value.Value);
                break;
            case RemoveWrite:
                Text(hash, "remove");
                break;
            case AddElementsWrite add:
                Text(hash, "add elements");
                Add(hash, new ListValue([.. add.Elements.Select(element => element.Value)]));
                break;
            case RemoveElementsWrite { Elements: { } elements }:
                Text(hash, "remove elements");
                Add(hash, new ListValue([.. elements.Select(element => element.Value)]));
                break;
            case RemoveElementsWrite:
                Text(hash, "remove all elements");
                break;
            case CountWrite count:
                Text(hash, "count");
                Number(hash, count.Delta);
                break;
            case RemoveCounterWrite:
                Text(hash, "remove counter");
                break;
            default:
                throw new ArgumentException($"A write of type {write.GetType().Name} has no digest.", nameof(write));
        }
    }

    private static void Add(IncrementalHash hash, Value value)
    {
        const int FirstBufferBytes = 512;
        var writer = new ReverseWriter(FirstBufferBytes);
        try
        {
            ValueBytes.Write(ref writer, value);
            var bytes = writer.ToArray();
            Number(hash, bytes.Length);
            hash.AppendData(bytes);
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void Text(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(hash, bytes.Length);
        hash.AppendData(bytes);
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
