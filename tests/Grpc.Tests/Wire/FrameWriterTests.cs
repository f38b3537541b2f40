using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using TopGun.Grpc.Tests.Protos;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Wire;

/// <summary>Messages into a body.</summary>
public sealed class FrameWriterTests
{
    private static readonly Marshaller<Note> Announced = new(
        (note, context) =>
        {
            context.SetPayloadLength(note.CalculateSize());
            note.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => Note.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    private static readonly Marshaller<Note> Unannounced = new(
        (note, context) =>
        {
            note.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        Announced.ContextualDeserializer);

    private static readonly Marshaller<Note> AsArray = new(note => note.ToByteArray(), bytes => Note.Parser.ParseFrom(bytes));

    [Fact, Trait("Pitfall", "4")]
    public void A_message_is_the_same_on_the_wire_however_its_serializer_works()
    {
        var note = Frames.Bulk(5000);
        foreach (var marshaller in new[] { Announced, Unannounced, AsArray })
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new FrameWriter(output, null, null, CompressionLevel.Fastest);
            writer.Write(note, marshaller, WriteFlags.None);
            Assert.Equal(Frames.Of(note), output.WrittenSpan);
            Assert.Equal(output.WrittenCount, writer.BytesWritten);
        }
    }

    [Fact, Trait("Pitfall", "6")]
    public void An_empty_message_is_never_compressed()
    {
        foreach (var marshaller in new[] { Announced, Unannounced, AsArray })
        {
            var output = new ArrayBufferWriter<byte>();
            new FrameWriter(output, null, MessageCodec.Gzip, CompressionLevel.Fastest).Write(new Note(), marshaller, WriteFlags.None);
            Assert.Equal(new byte[5], output.WrittenSpan);
        }
    }

    [Fact]
    public async Task A_compressed_message_comes_back()
    {
        var note = new Note { Text = new string('a', 10_000) };
        foreach (var marshaller in new[] { Announced, Unannounced, AsArray })
        {
            var output = new ArrayBufferWriter<byte>();
            new FrameWriter(output, null, MessageCodec.Gzip, CompressionLevel.Fastest).Write(note, marshaller, WriteFlags.None);
            Assert.Equal(1, output.WrittenSpan[0]);
            Assert.True(output.WrittenCount < 500);
            var reader = new FrameReader(PipeReader.Create(new ReadOnlySequence<byte>(output.WrittenMemory)), 20_000, MessageCodec.Gzip);
            Assert.True(await reader.ReadAsync(default));
            Assert.Equal(note, reader.Deserialize(Announced));
        }
    }

    [Fact]
    public void A_message_that_asks_for_it_is_not_compressed()
    {
        var note = new Note { Text = new string('a', 10_000) };
        var output = new ArrayBufferWriter<byte>();
        new FrameWriter(output, null, MessageCodec.Gzip, CompressionLevel.Fastest).Write(note, Announced, WriteFlags.NoCompress);
        Assert.Equal(Frames.Of(note), output.WrittenSpan);
    }

    [Fact]
    public void A_message_over_the_limit_is_refused_and_leaves_no_trace()
    {
        foreach (var marshaller in new[] { Announced, Unannounced, AsArray })
        {
            var output = new ArrayBufferWriter<byte>();
            var writer = new FrameWriter(output, 100, null, CompressionLevel.Fastest);
            var e = Assert.Throws<RpcException>(() => writer.Write(Frames.Bulk(101), marshaller, WriteFlags.None));
            Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
            Assert.Equal(0, output.WrittenCount);
            Assert.False(writer.IsBroken);
        }
    }

    [Fact]
    public void A_message_that_breaks_its_announcement_breaks_the_writer()
    {
        var liar = new Marshaller<Note>(
            (note, context) =>
            {
                context.SetPayloadLength(note.CalculateSize() + 1);
                note.WriteTo(context.GetBufferWriter());
                context.Complete();
            },
            Announced.ContextualDeserializer);
        var writer = new FrameWriter(new ArrayBufferWriter<byte>(), null, null, CompressionLevel.Fastest);
        Assert.Throws<InvalidOperationException>(() => writer.Write(new Note { Text = "x" }, liar, WriteFlags.None));
        Assert.True(writer.IsBroken);
        Assert.Throws<InvalidOperationException>(() => writer.Write(new Note(), Announced, WriteFlags.None));
    }
}
