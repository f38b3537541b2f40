using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using TopGun.Grpc.Tests.Protos;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Wire;

/// <summary>Messages out of a body.</summary>
public sealed class FrameReaderTests
{
    private static readonly Marshaller<Note> Notes = new(
        note => note.ToByteArray(), bytes => Note.Parser.ParseFrom(bytes));

    [Fact, Trait("Pitfall", "1")]
    public async Task A_message_over_the_limit_is_refused_before_its_body_comes()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Frames.Of(0, [], claimedLength: 101));
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new FrameReader(pipe.Reader, 100, null).ReadAsync(default));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
        Assert.Equal("Received a message of 101 bytes; at most 100 are accepted.", e.Status.Detail);
    }

    [Fact, Trait("Pitfall", "1")]
    public async Task A_length_beyond_any_array_is_refused_without_a_limit_too()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Frames.Of(0, [], claimedLength: -1));
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new FrameReader(pipe.Reader, null, null).ReadAsync(default));
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Theory, Trait("Pitfall", "1")]
    [InlineData(2)]
    [InlineData(0x80)]
    [InlineData(0xff)]
    public async Task Unknown_flags_are_an_error(byte flags)
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => ReadAllAsync(Frames.Of(flags, [1])));
        Assert.Equal(StatusCode.Internal, e.StatusCode);
    }

    [Fact, Trait("Pitfall", "2")]
    public async Task All_messages_of_one_read_are_handed_out_without_another()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Frames.Of(new Note { Number = 1 }, new Note { Number = 2 }, new Note { Number = 3 }));
        var reader = new FrameReader(pipe.Reader, null, null);
        for (var i = 1; i <= 3; i++)
        {
            var read = reader.ReadAsync(default);
            Assert.True(read.IsCompletedSuccessfully && await read);
            Assert.Equal(i, reader.Deserialize(Notes).Number);
        }

        Assert.False(reader.ReadAsync(default).IsCompleted);
    }

    [Fact, Trait("Pitfall", "2")]
    public async Task A_message_larger_than_the_pipes_window_comes_through()
    {
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 4096, resumeWriterThreshold: 2048));
        var sent = Frames.Bulk(100_000);
        var writing = WriteInPiecesAsync(pipe.Writer, Frames.Of(sent), 1000);
        var reader = new FrameReader(pipe.Reader, null, null);
        Assert.True(await reader.ReadAsync(default));
        Assert.Equal(sent, reader.Deserialize(Notes));
        await writing;
        Assert.False(await reader.ReadAsync(default));
    }

    [Fact, Trait("Pitfall", "2")]
    public async Task The_senders_window_opens_before_all_of_it_has_been_taken()
    {
        const int Count = 100;
        var window = Count * 10_000;
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: window, resumeWriterThreshold: window - 100_000, useSynchronizationContext: false));
        for (var i = 0; i < Count; i++) pipe.Writer.Write(Frames.Of(Frames.Bulk(10_000)));
        var sending = pipe.Writer.FlushAsync();
        Assert.False(sending.IsCompleted);
        var reader = new FrameReader(pipe.Reader, null, null);
        var taken = 0;
        while (!sending.IsCompleted)
        {
            var read = reader.ReadAsync(default);
            Assert.True(read.IsCompletedSuccessfully && await read);
            taken++;
        }

        Assert.InRange(taken, 10, 30);
        for (; taken < Count; taken++) Assert.True(await reader.ReadAsync(default));
        await pipe.Writer.CompleteAsync();
        Assert.False(await reader.ReadAsync(default));
    }

    [Fact, Trait("Pitfall", "2")]
    public async Task Messages_may_be_cut_anywhere()
    {
        var notes = Enumerable.Range(0, 50).Select(i => new Note { Number = i, Text = new string('x', i) }).ToArray();
        var bytes = Frames.Of(notes);
        foreach (var size in new[] { 1, 2, 3, 4, 5, 6, 7, 13 })
        {
            var pipe = new Pipe();
            var writing = WriteInPiecesAsync(pipe.Writer, bytes, size);
            Assert.Equal(notes, await ReadAllAsync(new FrameReader(pipe.Reader, null, null)));
            await writing;
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public async Task A_body_that_ends_within_a_message_is_an_error(int length)
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => ReadAllAsync(Frames.Of(new Note { Text = "cut" })[..length]));
        Assert.Equal(StatusCode.Internal, e.StatusCode);
    }

    [Fact]
    public async Task A_cancelled_read_loses_nothing()
    {
        var pipe = new Pipe();
        var frame = Frames.Of(new Note { Text = "whole" });
        await pipe.Writer.WriteAsync(frame.AsMemory(0, 7));
        var reader = new FrameReader(pipe.Reader, null, null);
        using var cancellation = new CancellationTokenSource();
        var cancelled = reader.ReadAsync(cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        await pipe.Writer.WriteAsync(frame.AsMemory(7));
        Assert.True(await reader.ReadAsync(default));
        Assert.Equal("whole", reader.Deserialize(Notes).Text);
    }

    [Fact]
    public async Task Bytes_that_are_no_message_are_an_error_of_the_other_side()
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => ReadAllAsync(Frames.Of(0, [0xff, 0xff, 0xff])));
        Assert.Equal(StatusCode.Internal, e.StatusCode);
    }

    [Fact]
    public async Task A_compressed_message_needs_a_named_compression()
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => ReadAllAsync(Frames.Of(1, Frames.Gzip([1, 2, 3]))));
        Assert.Equal(StatusCode.Internal, e.StatusCode);
    }

    [Fact, Trait("Pitfall", "7")]
    public async Task A_small_message_that_inflates_beyond_the_limit_is_refused_while_it_inflates()
    {
        // 64 MB of zeros in some 64 KB. The limit stops it near the first megabyte; what is allocated shows that it did.
        var bomb = Frames.Of(1, Frames.Gzip(new byte[64 * 1024 * 1024]));
        var pipe = new Pipe(new PipeOptions(pauseWriterThreshold: 0));
        await pipe.Writer.WriteAsync(bomb);
        var reader = new FrameReader(pipe.Reader, 1024 * 1024, MessageCodec.Gzip);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var read = reader.ReadAsync(default);
        Assert.True(read.IsFaulted);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 8 * 1024 * 1024);
        var e = await Assert.ThrowsAsync<RpcException>(() => read.AsTask());
        Assert.Equal(StatusCode.ResourceExhausted, e.StatusCode);
    }

    [Fact]
    public async Task A_compressed_message_that_is_not_compressed_is_an_error()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Frames.Of(1, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        var e = await Assert.ThrowsAsync<RpcException>(async () => await new FrameReader(pipe.Reader, 100, MessageCodec.Gzip).ReadAsync(default));
        Assert.Equal(StatusCode.Internal, e.StatusCode);
    }

    private static async Task WriteInPiecesAsync(PipeWriter writer, byte[] bytes, int size)
    {
        foreach (var piece in bytes.Chunk(size)) await writer.WriteAsync(piece);
        await writer.CompleteAsync();
    }

    private static async Task<List<Note>> ReadAllAsync(byte[] body)
        => await ReadAllAsync(new FrameReader(PipeReader.Create(new MemoryStream(body)), null, null));

    [Fact, Trait("Pitfall", "21")]
    public async Task At_the_end_the_buffers_go_back()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(Frames.Of(new Note { Number = 1 }));
        var reader = new FrameReader(pipe.Reader, null, null);
        Assert.True(await reader.ReadAsync(default));
        await pipe.Writer.CompleteAsync();
        Assert.False(await reader.ReadAsync(default));

        reader.Complete();
        reader.Complete();

        Assert.False(await reader.ReadAsync(default));
        Assert.Throws<InvalidOperationException>(() => pipe.Reader.TryRead(out _));
    }

    private static async Task<List<Note>> ReadAllAsync(FrameReader reader)
    {
        var notes = new List<Note>();
        while (await reader.ReadAsync(default)) notes.Add(reader.Deserialize(Notes));
        return notes;
    }
}
