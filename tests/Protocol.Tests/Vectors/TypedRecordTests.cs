using System.Text.Json;
using Google.Protobuf;
using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Protocol.Records;

namespace TopGun.Protocol.Tests.Vectors;

/// <summary>The records of sets and counters that every language reads, read by this one.</summary>
public class TypedRecordTests
{
    [Fact, Trait("Invariant", "INV-SET-1"), Trait("Invariant", "INV-CNT-1")]
    public void Records_of_sets_and_counters_are_read_as_what_they_show_and_written_again()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "testdata", "typed-records.json")));
        var count = 0;
        foreach (var one in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            count++;
            var name = one.GetProperty("name").GetString()!;
            var bytes = Convert.FromHexString(one.GetProperty("record").GetString()!);
            var wire = Wire.Record.Parser.ParseFrom(bytes);
            Assert.Equal(JsonParser.Default.Parse<Wire.Record>(one.GetProperty("says").GetRawText()), wire);

            var record = RecordCodec.Instance.Decode(bytes);
            Assert.Equal(wire.Type == Wire.MapType.OrMap ? MapType.OrMap : MapType.PnCounter, record.Type);
            var expected = one.TryGetProperty("value", out var value) ? ValueMapping.FromWire(JsonParser.Default.Parse<Wire.Value>(value.GetRawText()), SyncLimits.Default) : null;
            Assert.True(Equals(expected, record.ToValue()), $"{name}: {record.ToValue()}");
            Assert.True(record.Equals(RecordCodec.Instance.Decode(RecordCodec.Instance.Encode(record))), name);

            var seen = one.GetProperty("seen").EnumerateArray().Select(tags => tags.EnumerateArray().Select(tag => tag.GetString()).Order().ToArray()).ToArray();
            Assert.Equal(seen.Length, record.Tags.Count);
            for (var i = 0; i < seen.Length; i++) Assert.Equal(seen[i], record.Tags[i].Select(tag => $"{tag.Writer}/{tag.Number}/{tag.Index}").Order());
        }

        Assert.True(count >= 15, $"{count} cases.");
    }
}
