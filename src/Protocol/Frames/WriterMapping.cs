using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>Writers, and their form on the wire.</summary>
internal static class WriterMapping
{
    public static Wire.Writer ToWire(WriterId writer) => new() { NodeId = writer.NodeId, Suffix = writer.Suffix };

    public static WriterId FromWire(Wire.Writer? wire)
    {
        var writer = new WriterId(Check.NodeId(Check.Present(wire, "Writer").NodeId), wire!.Suffix);
        return writer.IsValid
            ? writer
            : throw Check.Invalid($"Writer suffix of {wire.Suffix.Length:N0} characters; 1 to {WriterId.MaxSuffixLength} of A-Z, a-z, 0-9 are valid.");
    }
}
