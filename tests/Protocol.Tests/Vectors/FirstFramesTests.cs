using System.Buffers;
using System.Text.Json;
using Google.Protobuf;
using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Tests.Vectors;

/// <summary>What clients in the field send is read for ever.</summary>
public class FirstFramesTests
{
    private const long NewYear = 1_767_225_600_000;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "testdata", "first-frames");

    private static readonly WriterId Writer = new("fixture-1", "A1b2");

    [Fact]
    public void Each_file_says_what_its_description_says()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "frames.json")));
        foreach (var frame in vectors.RootElement.GetProperty("frames").EnumerateArray())
        {
            var described = JsonParser.Default.Parse<Wire.SyncRequest>(frame.GetProperty("request").GetRawText());
            Assert.Equal(described, Wire.SyncRequest.Parser.ParseFrom(Bytes(frame.GetProperty("file").GetString()!)));
        }
    }

    [Fact]
    public void Every_file_is_described()
    {
        using var vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "frames.json")));
        var described = vectors.RootElement.GetProperty("frames").EnumerateArray().Select(frame => frame.GetProperty("file").GetString());

        Assert.Equal(Directory.GetFiles(Folder, "*.bin").Select(Path.GetFileName).Order(), described.Order());
    }

    [Fact]
    public void Hello_is_read()
        => Says(new Hello(1, 1, "fixture-1", [], "fixture 0.1"), "01-hello.bin");

    [Fact]
    public void Subscribe_is_read()
        => Says(new Subscribe(1, "fixture-todos", null, [new WriterPosition(Writer, 1)]), "02-subscribe.bin");

    [Fact]
    public void Every_kind_of_op_is_read()
        => Says(
            new OpBatch(
                "fixture-todos",
                Writer,
                0,
                NewYear + 500,
                [
                    new(1, Id(1), NewYear, 0, null, new ReplaceWrite("list", WriteBase.Absent, Value.Object(("title", "Groceries"), ("open", 3)))),
                    new(2, Id(2), NewYear, 1, After(1), new PatchWrite("list", WriteBase.Live, Value.Object(("open", 4)).Fields, ["title"])),
                    new(3, Id(3), NewYear + 100, 0, null, new ValueWrite("count", WriteBase.Unknown, 7)),
                    new(4, Id(4), NewYear + 101, 0, After(3), new RemoveWrite("count", WriteBase.Live)),
                    new(5, Id(5), NewYear + 102, 0, []),
                    new(
                        6,
                        ulong.MaxValue,
                        NewYear + 103,
                        ushort.MaxValue,
                        After(4),
                        new PatchWrite("count", WriteBase.Live, Value.Object(("note", "too late")).Fields, [])),
                    new(7, Id(7), NewYear + 104, 0, null, new ReplaceWrite("schl\u00FCssel \U0001F511", WriteBase.Unknown, EveryKind)),
                ]),
            "03-op-batch.bin");

    [Fact]
    public void Ping_is_read()
        => Says(new Ping(unchecked((long)0xFEDCBA9876543210)), "04-ping.bin");

    private static ObjectValue EveryKind => Value.Object(
        ("null", Value.Null),
        ("bool", true),
        ("int64", long.MinValue),
        ("double", 0.5),
        ("string", "Gr\u00FC\u00DFe"),
        ("bytes", Value.Of((ReadOnlyMemory<byte>)new byte[] { 0x00, 0xFF })),
        ("list", Value.List(1, Value.List())),
        ("object", Value.Object(("inner", ObjectValue.Empty))));

    private static void Says(ClientFrame expected, string file)
        => Assert.True(Same.As(expected, ClientFrameMapping.Parse(new ReadOnlySequence<byte>(Bytes(file)), SyncLimits.Default)));

    private static ulong Id(ulong number) => 0x1000_0000_0000_0000 + number;

    private static OpReference After(long number) => new(Writer, number);

    private static byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder, file));
}
