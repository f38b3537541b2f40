using System.Text;
using System.Text.Unicode;
using TopGun.Core.Time;

namespace TopGun.Protocol.Records;

/// <summary>Finds out whether a record is sound and live without making it: of a map that comes whole, most records are read by nobody for long.</summary>
/// <remarks>
/// It knows records of an LwwMap as servers write them. Of whatever it is not sure, it says so, and <see cref="RecordDecoding"/> decides: only what that reads is called sound here, and it throws nothing but what
/// that throws.
/// </remarks>
internal ref struct RecordLook
{
    // Beyond that it is not sure; few records have more.
    private const int MaxStamps = 16;

    private readonly Span<(ulong Millis, int Counter)> _stamps;
    private WireReader _reader;
    private ReadOnlySpan<byte> _lastField;
    private int _stampCount;
    private int _registers;
    private int _rootAt;
    private int? _clearedAt;
    private Wire.RootKind _rootKind;
    private bool? _hasObjectAsRoot;

    private RecordLook(ReadOnlySpan<byte> bytes, Span<(ulong Millis, int Counter)> stamps)
    {
        _reader = new WireReader(bytes);
        _stamps = stamps;
    }

    /// <summary>Whether the record in the bytes is live; null where only its decoding tells.</summary>
    /// <exception cref="FormatException">The bytes are not a record.</exception>
    public static bool? IsLive(ReadOnlySpan<byte> bytes)
    {
        var look = new RecordLook(bytes, stackalloc (ulong, int)[MaxStamps]);
        while (look._reader.Next(out var tag))
            if (!look.Take(tag)) return null;
        return look.IsSound ? look._rootKind != Wire.RootKind.Removed : null;
    }

    private readonly bool IsSound => _rootAt < _stampCount && (_rootKind, _hasObjectAsRoot) is (Wire.RootKind.Removed or Wire.RootKind.Object, null) or (Wire.RootKind.Value, false);

    // Whether it is still sure.
    private bool Take(uint tag)
    {
        switch (tag)
        {
            case RecordTags.Stamp:
                return TakeStamp(_reader.Bytes());
            case RecordTags.RootKind:
                _rootKind = (Wire.RootKind)_reader.Number((int)Wire.RootKind.Object, "Root kind");
                return true;
            case RecordTags.RootAt:
                _rootAt = _reader.Number(int.MaxValue, "Index of a timestamp");
                return true;
            case RecordTags.RootValue:
                if (_hasObjectAsRoot is not null || !ValueLook.IsSound(_reader.Bytes(), out var isObject)) return false;
                _hasObjectAsRoot = isObject;
                return true;
            case RecordTags.ClearedAt:
                _clearedAt = _reader.Number(int.MaxValue, "Index of a timestamp");
                return _registers == 0 && _clearedAt < _stampCount;
            case RecordTags.Register:
                return TakeRegister(_reader.Bytes());
            case RecordTags.ExpiresAt:
                return _reader.Varint() <= HlcTimestamp.MaxMillis;
            default:
                return false;
        }
    }

    private bool TakeStamp(ReadOnlySpan<byte> bytes)
    {
        var (millis, counter, isNamed) = (0UL, 0, false);
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            switch (tag)
            {
                case RecordTags.StampMillis:
                    millis = reader.Varint();
                    break;
                case RecordTags.StampCounter:
                    counter = reader.Number(ushort.MaxValue, "Counter");
                    break;
                case RecordTags.StampNodeId when !isNamed && reader.Bytes() is { Length: >= 1 and <= HlcTimestamp.MaxNodeIdBytes } name && Ascii.IsValid(name):
                    isNamed = true;
                    break;
                default:
                    return false;
            }

        if (!isNamed || millis > HlcTimestamp.MaxMillis || _stampCount == MaxStamps) return false;
        _stamps[_stampCount++] = (millis, counter);
        return true;
    }

    private bool TakeRegister(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> field = default;
        var (at, hasValue) = (0, false);
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            switch (tag)
            {
                case RecordTags.RegisterField:
                    field = reader.Bytes();
                    if (!Utf8.IsValid(field)) return false;
                    break;
                case RecordTags.RegisterAt:
                    at = reader.Number(int.MaxValue, "Index of a timestamp");
                    break;
                case RecordTags.RegisterValue:
                    if (hasValue || !ValueLook.IsSound(reader.Bytes(), out _)) return false;
                    hasValue = true;
                    break;
                default:
                    return false;
            }

        // In a strict order no field stands twice.
        if (at >= _stampCount || (_registers++ > 0 && _lastField.SequenceCompareTo(field) >= 0)) return false;
        _lastField = field;
        return _clearedAt is not { } cleared || at == cleared || _stamps[at].CompareTo(_stamps[cleared]) > 0;
    }
}
