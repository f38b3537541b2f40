using System.Text.Unicode;

namespace TopGun.Protocol.Records;

/// <summary>Finds out whether bytes are a value without making it.</summary>
/// <remarks>As <see cref="RecordLook"/> it may not be sure of what <see cref="ValueBytes"/> reads, and is never sure of what that does not read.</remarks>
internal static class ValueLook
{
    /// <summary>Whether the bytes are surely a value.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="isObject">Whether it is an object.</param>
    /// <exception cref="FormatException">The bytes are not a value.</exception>
    public static bool IsSound(ReadOnlySpan<byte> bytes, out bool isObject) => IsSound(bytes, ValueBytes.MaxDepth, out isObject);

    private static bool IsSound(ReadOnlySpan<byte> bytes, int levels, out bool isObject)
    {
        isObject = false;
        var reader = new WireReader(bytes);
        if (!reader.Next(out var tag)) return false;
        switch (tag)
        {
            case ValueBytes.NullTag:
                reader.Number(0, "Null value");
                break;
            case ValueBytes.BoolTag or ValueBytes.Int64Tag:
                reader.Varint();
                break;
            case ValueBytes.DoubleTag:
                reader.Double();
                break;
            case ValueBytes.StringTag:
                if (!Utf8.IsValid(reader.Bytes())) return false;
                break;
            case ValueBytes.BytesTag:
                reader.Bytes();
                break;
            case ValueBytes.ListTag:
                if (levels == 0 || !AreItems(reader.Bytes(), levels - 1)) return false;
                break;
            case ValueBytes.ObjectTag:
                isObject = true;
                if (levels == 0 || !AreFields(reader.Bytes(), levels - 1)) return false;
                break;
            default:
                return false;
        }

        return reader.IsAtEnd;
    }

    private static bool AreItems(ReadOnlySpan<byte> bytes, int levels)
    {
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            if (tag != ValueBytes.ItemTag || !IsSound(reader.Bytes(), levels, out _)) return false;
        return true;
    }

    private static bool AreFields(ReadOnlySpan<byte> bytes, int levels)
    {
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            if (tag != ValueBytes.ItemTag || !IsField(reader.Bytes(), levels)) return false;
        return true;
    }

    // A name and its value, in this order.
    private static bool IsField(ReadOnlySpan<byte> bytes, int levels)
    {
        var reader = new WireReader(bytes);
        return reader.Next(out var tag) && tag == ValueBytes.NameTag && Utf8.IsValid(reader.Bytes())
            && reader.Next(out tag) && tag == ValueBytes.FieldTag && IsSound(reader.Bytes(), levels, out _)
            && reader.IsAtEnd;
    }
}
