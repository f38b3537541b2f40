using System.Text.Json;
using Google.Protobuf;
using TopGun.Core.Sync;
using TopGun.Protocol.Records;

namespace TopGun.Protocol.Tests.Vectors;

public class HlcFormTests
{
    [Fact]
    public void A_timestamp_that_a_clock_can_give_is_read_from_frames_and_records()
    {
        foreach (var timestamp in Read("ascending"))
            Assert.Equal(TimestampMapping.FromWire(timestamp), RecordCodec.Instance.Decode(RecordAt(timestamp)).Root.At);
    }

    [Fact]
    public void A_timestamp_that_no_clock_gives_is_refused_in_frames_and_records()
    {
        foreach (var timestamp in Read("invalid"))
        {
            Assert.Throws<SyncException>(() => TimestampMapping.FromWire(timestamp));
            Assert.Throws<FormatException>(() => RecordCodec.Instance.Decode(RecordAt(timestamp)));
        }
    }

    private static byte[] RecordAt(Wire.HlcTimestamp timestamp)
        => new Wire.Record { Stamps = { timestamp }, RootKind = Wire.RootKind.Removed }.ToByteArray();

    private static Wire.HlcTimestamp[] Read(string list)
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "testdata", "hlc-order.json")));
        return [.. vectors.RootElement.GetProperty(list).EnumerateArray().Select(one => JsonParser.Default.Parse<Wire.HlcTimestamp>(one.GetRawText()))];
    }
}
