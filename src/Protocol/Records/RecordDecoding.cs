using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Protocol.Records;

/// <summary>Reads records. Fields may come in any order, as Protobuf allows; timestamps are looked up when all have come.</summary>
internal readonly ref struct RecordDecoding
{
    private readonly List<HlcTimestamp> _stamps = [];
    private readonly List<(string Field, int At, Value? Value)> _registers = [];
    private readonly Wire.RootKind _rootKind;
    private readonly int _rootAt;
    private readonly Value? _rootValue;
    private readonly int? _clearedAt;
    private readonly ulong _expiresAt;
    private readonly Wire.MapType _type;
    private readonly List<string> _writers = [];
    private readonly List<List<(int Writer, long Number, int Index)>> _tags = [];

    private RecordDecoding(ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            switch (tag)
            {
                case RecordTags.Stamp:
                    _stamps.Add(ReadStamp(reader.Bytes()));
                    break;
                case RecordTags.RootKind:
                    _rootKind = (Wire.RootKind)reader.Number((int)Wire.RootKind.Object, "Root kind");
                    break;
                case RecordTags.RootAt:
                    _rootAt = reader.Number(int.MaxValue, "Index of a timestamp");
                    break;
                case RecordTags.RootValue:
                    _rootValue = _rootValue is null ? ValueBytes.Read(reader.Bytes()) : throw new FormatException("A record has two root values.");
                    break;
                case RecordTags.ClearedAt:
                    _clearedAt = reader.Number(int.MaxValue, "Index of a timestamp");
                    break;
                case RecordTags.Register:
                    _registers.Add(ReadRegister(reader.Bytes()));
                    break;
                case RecordTags.ExpiresAt:
                    _expiresAt = reader.Varint();
                    break;
                case RecordTags.MapType:
                    _type = (Wire.MapType)reader.Number((int)Wire.MapType.PnCounter, "Type of a map");
                    break;
                case RecordTags.TagWriter:
                    _writers.Add(TagBytes.ReadWriter(reader.Text()));
                    break;
                case RecordTags.ElementTags:
                    _tags.Add(TagBytes.Read(reader.Bytes()));
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }
    }

    public static Record Decode(ReadOnlySpan<byte> bytes) => new RecordDecoding(bytes).ToRecord();

    private Record ToRecord()
    {
        if (_type is Wire.MapType.OrMap or Wire.MapType.PnCounter) return ToSetOrCounter();
        var cleared = _clearedAt is { } at ? Stamp(at) : default;
        var registers = new Dictionary<string, Register>(_registers.Count, StringComparer.Ordinal);
        foreach (var (field, writtenAt, value) in _registers)
        {
            var register = new Register(Stamp(writtenAt), value);
            if (register.At < cleared) throw new FormatException($"A register written at {register.At} stands in a record cleared at {cleared}.");
            if (!registers.TryAdd(field, register)) throw new FormatException("A record has two registers of one field.");
        }

        if (_expiresAt > HlcTimestamp.MaxMillis) throw new FormatException($"A record that expires at {_expiresAt} ms; at most {HlcTimestamp.MaxMillis} is valid.");
        return new Record(Root(), cleared, registers, (long)_expiresAt);
    }

    private Record ToSetOrCounter()
    {
        if (_clearedAt is not null || _registers.Count > 0 || _expiresAt > 0) throw new FormatException("A set or a counter has registers, was cleared or expires; neither does.");
        var tags = TagBytes.Resolve(_tags, _writers);
        return (_type, Root()) switch
        {
            (Wire.MapType.OrMap, { Value: ListValue { Items.Count: > 0 } list, At: var at }) when tags.Length == list.Items.Count => Record.OfSet(at, list.Items, tags),
            (Wire.MapType.PnCounter, { Value: Int64Value sum, At: var at }) when tags.Length == 0 => Record.OfCounter(at, sum.Number),
            (_, { Kind: RootKind.Removed, At: var at }) when tags.Length == 0 => Record.Removed(MapTypeMapping.FromWire(_type), at),
            (_, var root) => throw new FormatException($"A record of a map of type {_type} has a root of kind {root.Kind} with a value of kind {root.Value?.Kind.ToString() ?? "none"} and {tags.Length} tags."),
        };
    }

    private RootRegister Root() => (_rootKind, _rootValue) switch
    {
        (Wire.RootKind.Removed, null) => new(Stamp(_rootAt), RootKind.Removed),
        (Wire.RootKind.Object, null) => new(Stamp(_rootAt), RootKind.Object),
        (Wire.RootKind.Value, not null and not ObjectValue) => new(Stamp(_rootAt), RootKind.Value, _rootValue),
        _ => throw new FormatException($"A root of kind {_rootKind} has a value of kind {_rootValue?.Kind.ToString() ?? "none"}."),
    };

    private HlcTimestamp Stamp(int index) => index < _stamps.Count
        ? _stamps[index]
        : throw new FormatException($"Timestamp {index} of a record; it has {_stamps.Count}, counted from 0.");

    private static HlcTimestamp ReadStamp(ReadOnlySpan<byte> bytes)
    {
        var millis = 0UL;
        var counter = 0;
        var nodeId = "";
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
                case RecordTags.StampNodeId:
                    nodeId = reader.Text();
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }

        if (millis > HlcTimestamp.MaxMillis) throw new FormatException($"Timestamp of {millis} ms; at most {HlcTimestamp.MaxMillis} is valid.");
        return TimestampMapping.IsClockName(nodeId)
            ? new HlcTimestamp((long)millis, (ushort)counter, nodeId)
            : throw new FormatException($"Timestamp with a node id of {nodeId.Length} characters; 1 to {HlcTimestamp.MaxNodeIdBytes} of ASCII are valid.");
    }

    private static (string Field, int At, Value? Value) ReadRegister(ReadOnlySpan<byte> bytes)
    {
        var field = "";
        var at = 0;
        Value? value = null;
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            switch (tag)
            {
                case RecordTags.RegisterField:
                    field = reader.Text();
                    break;
                case RecordTags.RegisterAt:
                    at = reader.Number(int.MaxValue, "Index of a timestamp");
                    break;
                case RecordTags.RegisterValue:
                    value = value is null ? ValueBytes.Read(reader.Bytes()) : throw new FormatException("A register has two values.");
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }

        return (field, at, value);
    }
}
