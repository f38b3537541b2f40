using TopGun.Core.Maps;
using TopGun.Core.Time;

namespace TopGun.Protocol.Records;

/// <summary>Writes records.</summary>
internal static class RecordEncoding
{
    // Most records fit, so their buffer never grows.
    private const int FirstBufferBytes = 512;

    public static byte[] Encode(Record record)
    {
        if (record.Root.At.IsDefault) throw new ArgumentException("A record that was never written has no bytes.", nameof(record));

        // Forwards for the order of the timestamps; the bytes then go backwards.
        var stamps = new StampTable();
        stamps.IndexOf(record.Root.At);
        if (!record.Cleared.IsDefault) stamps.IndexOf(record.Cleared);
        var registers = OrdinalOrder.Of(record.Registers);
        foreach (var (_, register) in registers) stamps.IndexOf(register.At);

        var writer = new ReverseWriter(FirstBufferBytes);
        try
        {
            TagBytes.Write(ref writer, record.Tags);
            // That of an LwwMap was there before there were others, and goes without saying.
            writer.Number(RecordTags.MapType, record.Type == MapType.Lww ? 0 : (ulong)MapTypeMapping.ToWire(record.Type));
            writer.Number(RecordTags.ExpiresAt, (ulong)record.ExpiresAtMs);
            for (var i = registers.Length - 1; i >= 0; i--) WriteRegister(ref writer, registers[i].Key, registers[i].Value, stamps);
            WriteCleared(ref writer, record.Cleared, stamps);
            WriteRoot(ref writer, record.Root, stamps);
            for (var i = stamps.Count - 1; i >= 0; i--) WriteStamp(ref writer, stamps[i]);
            return writer.ToArray();
        }
        finally
        {
            writer.Dispose();
        }
    }

    private static void WriteRegister(ref ReverseWriter writer, string field, Register register, StampTable stamps)
    {
        var before = writer.Written;
        if (register.Value is { } value)
        {
            ValueBytes.Write(ref writer, value);
            writer.Enclose(RecordTags.RegisterValue, before);
        }

        writer.Number(RecordTags.RegisterAt, (ulong)stamps.IndexOf(register.At));
        writer.Text(RecordTags.RegisterField, field);
        writer.Enclose(RecordTags.Register, before);
    }

    private static void WriteCleared(ref ReverseWriter writer, HlcTimestamp cleared, StampTable stamps)
    {
        if (cleared.IsDefault) return;

        // Present also where it is 0: absent says that nothing was ever cleared.
        writer.Varint((ulong)stamps.IndexOf(cleared));
        writer.Byte(RecordTags.ClearedAt);
    }

    private static void WriteRoot(ref ReverseWriter writer, RootRegister root, StampTable stamps)
    {
        if (root.Value is { } value)
        {
            var before = writer.Written;
            ValueBytes.Write(ref writer, value);
            writer.Enclose(RecordTags.RootValue, before);
        }

        writer.Number(RecordTags.RootAt, (ulong)stamps.IndexOf(root.At));
        writer.Number(RecordTags.RootKind, (ulong)ToWire(root.Kind));
    }

    private static void WriteStamp(ref ReverseWriter writer, HlcTimestamp stamp)
    {
        var before = writer.Written;
        writer.Text(RecordTags.StampNodeId, stamp.NodeId);
        writer.Number(RecordTags.StampCounter, stamp.Counter);
        writer.Number(RecordTags.StampMillis, (ulong)stamp.Millis);
        writer.Enclose(RecordTags.Stamp, before);
    }

    private static Wire.RootKind ToWire(RootKind kind) => kind switch
    {
        RootKind.Removed => Wire.RootKind.Removed,
        RootKind.Value => Wire.RootKind.Value,
        _ => Wire.RootKind.Object,
    };
}
