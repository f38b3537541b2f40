using Google.Protobuf;
using TopGun.Core.Digests;
using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>Questions and answers of the digest walk, and their form on the wire.</summary>
internal static class DigestMapping
{
    public static Wire.DigestRequest ToWire(DigestRequest request) => new()
    {
        SubscriptionId = checked((uint)request.SubscriptionId),
        Prefixes = { request.Prefixes.Select(prefix => ByteString.CopyFrom(prefix.ToBytes())) },
        Keys = { request.Keys },
    };

    public static DigestRequest FromWire(Wire.DigestRequest wire, SyncLimits limits)
    {
        Check.Count(wire.Prefixes.Count, "Prefixes of a digest request", DigestRequest.MaxPrefixes);
        Check.Count(wire.Keys.Count, "Keys of a digest request", DigestRequest.MaxKeys);
        if (wire.Prefixes.Count == 0 == (wire.Keys.Count == 0))
            throw Check.Invalid($"A digest request of {wire.Prefixes.Count} prefixes and {wire.Keys.Count} keys; it asks for one or the other.");
        return new DigestRequest(
            SubscribeMapping.SubscriptionId(wire.SubscriptionId),
            [.. wire.Prefixes.Select(Prefix)],
            [.. wire.Keys.Select(key => key.Length > 0 ? Check.Text(key, "Key", limits.MaxKeyBytes) : throw Check.Invalid($"Key of 0 bytes in a digest request; at least 1 is required."))]);
    }

    public static Wire.DigestReply ToWire(DigestReply reply) => new()
    {
        SubscriptionId = checked((uint)reply.SubscriptionId),
        Head = CursorMapping.ToWire(reply.Head),
        Nodes = { reply.Nodes.Select(ToWire) },
        Records = { reply.Records.Select(ChangePageMapping.ToWire) },
        More = reply.More,
    };

    public static DigestReply FromWire(Wire.DigestReply wire) => new(
        SubscribeMapping.SubscriptionId(wire.SubscriptionId),
        CursorMapping.FromWire(wire.Head),
        [.. wire.Nodes.Select(FromWire)],
        [.. wire.Records.Select(ChangePageMapping.FromWire)],
        wire.More);

    /// <summary>A digest in a frame.</summary>
    public static Digest Digest(ByteString wire) => wire.Length == Core.Digests.Digest.Length
        ? new Digest(wire.Span)
        : throw Check.Invalid($"Digest of {wire.Length:N0} bytes; {Core.Digests.Digest.Length} are valid.");

    /// <summary>A digest as it travels.</summary>
    public static ByteString ToWire(Digest digest) => UnsafeByteOperations.UnsafeWrap(digest.ToBytes());

    private static DigestPrefix Prefix(ByteString wire) => DigestPrefix.Read(wire.Span)
        ?? throw Check.Invalid($"Prefix {Convert.ToHexStringLower(wire.Span[..Math.Min(wire.Length, 20)])} of {wire.Length:N0} bytes; 0 to {DigestPrefix.MaxDepth} bytes of 0 to 15 are valid.");

    private static Wire.DigestNode ToWire(DigestNode node)
    {
        var children = new byte[node.Children.Count * Core.Digests.Digest.Length];
        for (var i = 0; i < node.Children.Count; i++) node.Children[i].CopyTo(children.AsSpan(i * Core.Digests.Digest.Length));
        return new()
        {
            Prefix = ByteString.CopyFrom(node.Prefix.ToBytes()),
            Children = UnsafeByteOperations.UnsafeWrap(children),
            Entries = { node.Entries.Select(ToWire) },
        };
    }

    private static DigestNode FromWire(Wire.DigestNode wire)
    {
        const int AllChildren = DigestPrefix.Fan * Core.Digests.Digest.Length;
        if (wire.Children.Length != 0 && wire.Children.Length != AllChildren)
            throw Check.Invalid($"Children of {wire.Children.Length:N0} bytes; 0 or {AllChildren} are valid.");
        var children = new Digest[wire.Children.Length / Core.Digests.Digest.Length];
        for (var i = 0; i < children.Length; i++) children[i] = new Digest(wire.Children.Span.Slice(i * Core.Digests.Digest.Length, Core.Digests.Digest.Length));
        if (children.Length > 0 && (wire.Entries.Count > 0 || wire.Prefix.Length == DigestPrefix.MaxDepth))
            throw Check.Invalid($"A prefix of {wire.Prefix.Length} nibbles has children and {wire.Entries.Count:N0} entries; it has one or the other, and none below {DigestPrefix.MaxDepth}.");
        return new DigestNode(Prefix(wire.Prefix), children, [.. wire.Entries.Select(FromWire)]);
    }

    private static Wire.DigestEntry ToWire(DigestEntry entry)
    {
        var wire = new Wire.DigestEntry { Key = entry.Key, Version = checked((ulong)entry.Version) };
        if (entry.Bytes is { } bytes) wire.Record = UnsafeByteOperations.UnsafeWrap(bytes);
        else wire.Digest = ToWire(entry.Digest);
        return wire;
    }

    private static DigestEntry FromWire(Wire.DigestEntry wire) => new(
        wire.Key.Length > 0 ? wire.Key : throw Check.Invalid($"Key of 0 bytes in a leaf; at least 1 is required."),
        Check.Long(wire.Version, "Version", 1),
        wire.ContentCase == Wire.DigestEntry.ContentOneofCase.Record ? wire.Record.Memory : default(ReadOnlyMemory<byte>?),
        wire.ContentCase switch
        {
            Wire.DigestEntry.ContentOneofCase.Record => default,
            Wire.DigestEntry.ContentOneofCase.Digest => Digest(wire.Digest),
            _ => throw Check.Invalid($"An entry of a leaf has neither record nor digest; one is required."),
        });
}
