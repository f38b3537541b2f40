using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Generators;
using TopGun.Protocol.Records;

namespace TopGun.Protocol.Tests.Records;

public class RecordCodecTests
{
    private static readonly HlcTimestamp At = new(1, 0, "n~1");

    [Fact]
    public void A_record_is_the_bytes_of_its_generated_message()
        => Law.Holds(SomeRecords.Any, record => GeneratedRecord.From(record).ToByteArray().AsSpan().SequenceEqual(RecordCodec.Instance.Encode(record)));

    [Fact]
    public void A_record_comes_back_as_it_was()
        => Law.Holds(SomeRecords.Any, record => record.Equals(RecordCodec.Instance.Decode(RecordCodec.Instance.Encode(record))));

    [Fact]
    public void A_record_says_what_its_generated_message_says()
        => Law.Holds(SomeRecords.Any, record =>
            record.Equals(GeneratedRecord.ToRecord(Wire.Record.Parser.ParseFrom(RecordCodec.Instance.Encode(record)))));

    [Fact]
    public void Equal_records_give_equal_bytes()
        => Law.Holds(SomeRecords.Any, record => RecordCodec.Instance.Encode(record).AsSpan().SequenceEqual(RecordCodec.Instance.Encode(Reordered(record))));

    [Fact]
    public void A_timestamp_stands_once_however_many_registers_have_it()
    {
        var registers = Enumerable.Range(0, 100).ToDictionary(i => $"f{i}", _ => new Register(At, 1));

        var wire = Wire.Record.Parser.ParseFrom(RecordCodec.Instance.Encode(new Record(new(At, RootKind.Object), At, registers)));

        Assert.Single(wire.Stamps);
    }

    [Fact]
    public void A_record_larger_than_any_buffer_has_all_its_bytes()
    {
        var record = new Record(new(At, RootKind.Value, new string('\u20AC', 100_000)), At, []);

        Assert.Equal(record, RecordCodec.Instance.Decode(RecordCodec.Instance.Encode(record)));
    }

    [Fact]
    public void Fields_are_read_in_any_order_and_unknown_ones_are_passed_over()
        => Law.Holds(
            from record in SomeRecords.Any
            from order in Gen.Shuffle(Enumerable.Range(0, 8).ToArray())
            select (record, order),
            example =>
            {
                var wire = GeneratedRecord.From(example.record);
                // Protobuf parts may stand in any order, as messages of one field each, one behind the other.
                byte[][] parts =
                [
                    new Wire.Record { Stamps = { wire.Stamps } }.ToByteArray(),
                    new Wire.Record { RootKind = wire.RootKind, RootAt = wire.RootAt }.ToByteArray(),
                    new Wire.Record { RootValue = wire.RootValue }.ToByteArray(),
                    wire.HasClearedAt ? new Wire.Record { ClearedAt = wire.ClearedAt }.ToByteArray() : [],
                    new Wire.Record { Registers = { wire.Registers } }.ToByteArray(),
                    new Wire.Record { ExpiresAtMs = wire.ExpiresAtMs }.ToByteArray(),
                    new Wire.Record { Tags = { wire.Tags }, Type = wire.Type, Writers = { wire.Writers } }.ToByteArray(),
                    [0xA0, 0x06, 0x05, 0xA1, 0x06, 1, 2, 3, 4, 5, 6, 7, 8, 0xA2, 0x06, 0x01, 0xFF, 0xA5, 0x06, 1, 2, 3, 4],
                ];
                return example.record.Equals(RecordCodec.Instance.Decode(example.order.SelectMany(part => parts[part]).ToArray()));
            });

    [Fact]
    public void Whether_a_record_is_live_is_seen_without_reading_it()
    {
        Law.Holds(SomeRecords.Any, record => record.IsLive == RecordCodec.Instance.IsLive(RecordCodec.Instance.Encode(record)));
        // As servers write most records: there the look is not left to the decoding.
        Law.Holds(SomeRecords.Any.Where(IsOrdinary), record => RecordLook.IsLive(RecordCodec.Instance.Encode(record)) == record.IsLive);
    }

    [Fact]
    public void A_record_that_was_never_written_has_no_bytes()
        => Assert.Throws<ArgumentException>(() => RecordCodec.Instance.Encode(Record.Never));

    public static TheoryData<string, string> Malformed => new()
    {
        { "{}", "A root of kind Unspecified has a value of kind none." },
        { "{'rootKind':3}", "Timestamp 0 of a record; it has 0, counted from 0." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':3,'rootAt':1}", "Timestamp 1 of a record; it has 1, counted from 0." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':3,'clearedAt':2}", "Timestamp 2 of a record; it has 1, counted from 0." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':3,'registers':[{'field':'a','at':3}]}", "Timestamp 3 of a record; it has 1, counted from 0." },
        { "{'rootKind':4}", "Root kind of 4; at most 3 is valid." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':2}", "A root of kind Value has a value of kind none." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':3,'rootValue':{'boolValue':true}}", "A root of kind Object has a value of kind Bool." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':2,'rootValue':{'objectValue':{}}}", "A root of kind Value has a value of kind Object." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':2,'rootValue':{}}", "A value has no kind that is known here." },
        { "{'stamps':[{}]}", "Timestamp with a node id of 0 characters; 1 to 96 of ASCII are valid." },
        { "{'stamps':[{'nodeId':'\u00FC'}]}", "Timestamp with a node id of 1 characters; 1 to 96 of ASCII are valid." },
        { "{'stamps':[{'nodeId':'n','counter':65536}]}", "Counter of 65536; at most 65535 is valid." },
        { "{'stamps':[{'nodeId':'n','millis':'281474976710656'}]}", "Timestamp of 281474976710656 ms; at most 281474976710655 is valid." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':3,'registers':[{'field':'a'},{'field':'a'}]}", "A record has two registers of one field." },
        {
            "{'stamps':[{'millis':'2','nodeId':'n'},{'millis':'1','nodeId':'n'}],'rootKind':3,'clearedAt':0,'registers':[{'field':'a','at':1}]}",
            "A register written at 1.0@n stands in a record cleared at 2.0@n."
        },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':1,'type':4}", "Type of a map of 4; at most 3 is valid." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':2,'rootValue':{'int64Value':'1'},'type':2}", "A record of a map of type OrMap has a root of kind Value with a value of kind Int64 and 0 tags." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':2,'rootValue':{'listValue':{}},'type':2}", "A record of a map of type OrMap has a root of kind Value with a value of kind List and 0 tags." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':2,'rootValue':{'listValue':{'items':[{'int64Value':'1'}]}},'type':2}", "A record of a map of type OrMap has a root of kind Value with a value of kind List and 0 tags." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':2,'rootValue':{'stringValue':''},'type':3}", "A record of a map of type PnCounter has a root of kind Value with a value of kind String and 0 tags." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':3,'type':3}", "A record of a map of type PnCounter has a root of kind Object with a value of kind none and 0 tags." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':1,'type':2,'writers':['n~1'],'tags':[{'tags':[{'number':'1'}]}]}", "A record of a map of type OrMap has a root of kind Removed with a value of kind none and 1 tags." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':1,'type':2,'tags':[{}]}", "An element has no tag; it has at least one." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':1,'type':2,'tags':[{'tags':[{'number':'1'}]}]}", "Writer 0 of a record's tags; it has 0, counted from 0." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':1,'type':2,'tags':[{'tags':[{}]}]}", "A tag names op 0; 1 to 9223372036854775807 are valid." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':1,'type':2,'writers':['']}", "Writer of a tag with a name of 0 characters; 1 to 96 of ASCII are valid." },
        { "{'stamps':[{'nodeId':'n'}],'rootKind':1,'type':3,'expiresAtMs':'5'}", "A set or a counter has registers, was cleared or expires; neither does." },
    };

    [Theory, MemberData(nameof(Malformed))]
    public void Bytes_that_are_no_record_are_refused(string json, string message)
    {
        var bytes = JsonParser.Default.Parse<Wire.Record>(json.Replace('\'', '"')).ToByteArray();

        Assert.Equal(message, Assert.Throws<FormatException>(() => RecordCodec.Instance.Decode(bytes)).Message);
        Assert.Equal(message, Assert.Throws<FormatException>(() => RecordCodec.Instance.IsLive(bytes)).Message);
    }

    [Theory]
    [InlineData(new byte[] { 0x0A, 0x05, 0x1A }, "Message of 3 bytes is cut off: 5 bytes are missing from byte 2 on.")]
    [InlineData(new byte[] { 0x10, 0x80 }, "Message of 2 bytes is cut off: 1 bytes are missing from byte 2 on.")]
    [InlineData(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, "Number of more than 10 bytes at byte 11.")]
    [InlineData(new byte[] { 0x02, 0x00 }, "Field tag 2 at byte 1 is none of Protobuf.")]
    [InlineData(new byte[] { 0x13 }, "Field tag 19 at byte 1 is none of proto3.")]
    [InlineData(new byte[] { 0x32, 0x03, 0x0A, 0x01, 0xFF }, "Text before byte 3 is not UTF-8.")]
    [InlineData(new byte[] { 0x22, 0x02, 0x08, 0x01 }, "Null value of 1; at most 0 is valid.")]
    public void Bytes_that_are_no_message_are_refused(byte[] bytes, string message)
    {
        Assert.Equal(message, Assert.Throws<FormatException>(() => RecordCodec.Instance.Decode(bytes)).Message);
        Assert.Equal(message, Assert.Throws<FormatException>(() => RecordCodec.Instance.IsLive(bytes)).Message);
    }

    [Fact]
    public void A_value_too_deep_to_read_is_refused_and_overflows_no_stack()
    {
        byte[] value = [0x08, 0x00];
        for (var level = 0; level < 2_000; level++) value = Listed(value);

        var bytes = Enclosed(0x22, value);

        Assert.Equal("Value of more than 64 levels; at most 64 are read.", Assert.Throws<FormatException>(() => RecordCodec.Instance.Decode(bytes)).Message);
    }

    private static byte[] Listed(byte[] item) => Enclosed(0x3A, Enclosed(0x0A, item));

    private static byte[] Enclosed(byte tag, byte[] message)
    {
        using var stream = new MemoryStream();
        using var output = new CodedOutputStream(stream, leaveOpen: true);
        output.WriteRawTag(tag);
        output.WriteBytes(ByteString.CopyFrom(message));
        output.Flush();
        return stream.ToArray();
    }

    private static Record Reordered(Record record) => record.Type != MapType.Lww ? record : new(
        record.Root.Value is { } value ? record.Root with { Value = Reordered(value) } : record.Root,
        record.Cleared,
        record.Registers.Reverse().ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Value is { } written ? pair.Value with { Value = Reordered(written) } : pair.Value),
        record.ExpiresAtMs);

    private static Value Reordered(Value value) => value switch
    {
        ListValue list => Value.List([.. list.Items.Select(Reordered)]),
        ObjectValue fields => new ObjectValue(fields.Fields.Reverse().ToDictionary(field => field.Key, field => Reordered(field.Value))),
        _ => value,
    };

    private static bool IsOrdinary(Record record) => record.Type == MapType.Lww && record.Registers.Count < 8
        && record.Registers.Values.All(register => register.At == record.Cleared || (register.At.Millis, register.At.Counter) != (record.Cleared.Millis, record.Cleared.Counter));
}
