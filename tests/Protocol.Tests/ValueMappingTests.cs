using Google.Protobuf;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Generators;

namespace TopGun.Protocol.Tests;

public class ValueMappingTests
{
    [Fact]
    public void A_value_arrives_as_it_was_sent()
        => Law.Holds(SomeValues.Any, value =>
        {
            var bytes = ValueMapping.ToWire(value).ToByteArray();
            return value.Equals(ValueMapping.FromWire(Wire.Value.Parser.ParseFrom(bytes), SyncLimits.Default));
        });

    [Fact]
    public void A_double_keeps_its_bits()
    {
        var zero = (DoubleValue)ValueMapping.FromWire(ValueMapping.ToWire(Value.Of(-0.0)), SyncLimits.Default);

        Assert.True(double.IsNegative(zero.Number));
    }

    [Fact]
    public void A_value_measures_what_its_message_does()
        => Law.Holds(SomeValues.Any, value => ValueMeasure.Of(value).Bytes == ValueMapping.ToWire(value).CalculateSize());

    [Fact]
    public void A_value_without_a_kind_is_none()
    {
        Assert.Throws<FormatException>(() => ValueMapping.FromWire(null, SyncLimits.Default));
        Assert.Throws<FormatException>(() => ValueMapping.FromWire(new Wire.Value(), SyncLimits.Default));
    }

    [Fact]
    public void A_value_as_deep_as_is_accepted_passes_the_parser_in_a_frame()
    {
        var value = ObjectValue.Empty;
        for (var level = 1; level < SyncLimits.Default.MaxValueDepth; level++) value = Value.Object(("a", value));
        var batch = new Core.Sync.OpBatch(
            "m", new WriterId("n", "1"), 0, 0, [new Op(1, 2, 3, 4, null, new Core.Maps.ReplaceWrite("k", Core.Maps.WriteBase.Unknown, value))]);

        var bytes = Protocol.Frames.ClientFrameMapping.ToRequest(batch).ToByteArray();
        var read = Protocol.Frames.ClientFrameMapping.FromRequest(Wire.SyncRequest.Parser.ParseFrom(bytes), SyncLimits.Default);

        Assert.Null(((Core.Sync.OpBatch)read).Ops[0].Fault);
    }
}
