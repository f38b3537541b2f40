using System.Text.Json;
using Google.Protobuf;
using TopGun.Core.Sync;
using TopGun.Protocol;
using TopGun.Protocol.Records;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Endpoint;

/// <summary>The first frames of a client of version 1, byte by byte, are answered for ever as they were on the first day.</summary>
public class FirstFramesTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "first-frames");
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "frames.json"))).RootElement;

    [Fact]
    public async Task An_old_client_gets_its_results_and_its_map()
    {
        await using var server = await TestServer.StartAsync(new ManualTime(Vectors.GetProperty("server_time_ms").GetInt64()));

        var (results, map) = await Replay(server);

        AssertResults(results);
        AssertMap(map);
    }

    [Fact, Trait("Invariant", "INV-OPS-2")]
    public async Task When_it_comes_again_with_the_same_frames_it_gets_the_same()
    {
        await using var server = await TestServer.StartAsync(new ManualTime(Vectors.GetProperty("server_time_ms").GetInt64()));
        await Replay(server);

        var (results, map) = await Replay(server);

        AssertResults(results);
        AssertMap(map);
    }

    private static async Task<(List<Wire.OpResult> Results, Dictionary<string, Wire.ChangedRecord> Map)> Replay(TestServer server)
    {
        using var client = server.Open($"Bearer {server.Token("fixture")}");
        string[] files = [.. Vectors.GetProperty("frames").EnumerateArray().Select(frame => frame.GetProperty("file").GetString()!)];
        await client.Send(await File.ReadAllBytesAsync(Path.Combine(Folder, files[0])));
        Assert.Equal(1u, (await client.NextWire()).Welcome.Version);
        foreach (var file in files[1..]) await client.Send(await File.ReadAllBytesAsync(Path.Combine(Folder, file)));

        var expected = Vectors.GetProperty("results").GetArrayLength();
        var last = Vectors.GetProperty("results").EnumerateArray().Max(result => result.GetProperty("version").GetUInt64());
        SortedDictionary<ulong, Wire.OpResult> results = [];
        Dictionary<string, Wire.ChangedRecord> map = [];
        bool isAlive = false, isCaughtUp = false;
        for (var head = 0ul; results.Count < expected || head < last || !isAlive || !isCaughtUp;)
        {
            var frame = await client.NextWire();
            switch (frame.KindCase)
            {
                case Wire.ServerFrame.KindOneofCase.OpResults: foreach (var result in frame.OpResults.Results) results[result.Number] = result; break;
                case Wire.ServerFrame.KindOneofCase.Pong: isAlive = frame.Pong.Nonce == 0xFEDCBA9876543210; break;
                case Wire.ServerFrame.KindOneofCase.CaughtUp: isCaughtUp = true; break;
                case Wire.ServerFrame.KindOneofCase.ChangePage:
                    head = frame.ChangePage.To.Version;
                    foreach (var record in frame.ChangePage.Records) map[record.Key] = record;
                    break;
                default: Assert.Fail($"Unexpected: {frame}"); break;
            }
        }

        return ([.. results.Values], map);
    }

    private static void AssertResults(List<Wire.OpResult> results)
    {
        foreach (var (expected, actual) in Vectors.GetProperty("results").EnumerateArray().Zip(results))
        {
            Assert.Equal(expected.GetProperty("number").GetUInt64(), actual.Number);
            Assert.Equal(ulong.Parse(expected.GetProperty("op_id").GetString()!), actual.OpId);
            var code = Wire.OpReflection.Descriptor.EnumTypes.Single(type => type.Name == nameof(Wire.OpResultCode)).FindValueByName(expected.GetProperty("code").GetString()!);
            Assert.Equal(code.Number, (int)actual.Code);
            Assert.Equal(expected.GetProperty("version").GetUInt64(), actual.Version);
            Assert.Null(actual.Stamped);
        }
    }

    private static void AssertMap(Dictionary<string, Wire.ChangedRecord> map)
    {
        var live = map.Values
            .Select(record => (record.Key, Value: RecordCodec.Instance.Decode(record.Record.Span).ToValue()))
            .Where(entry => entry.Value is not null)
            .ToDictionary(entry => entry.Key, entry => ValueMapping.ToWire(entry.Value!));
        var expected = Vectors.GetProperty("map").EnumerateObject()
            .ToDictionary(entry => entry.Name, entry => JsonParser.Default.Parse<Wire.Value>(entry.Value.GetRawText()));
        Assert.Equal(expected.Keys.Order(), live.Keys.Order());
        Assert.All(expected, entry => Assert.Equal(entry.Value, live[entry.Key]));
    }
}
