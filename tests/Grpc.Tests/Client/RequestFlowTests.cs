using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Grpc.Tests.Protos;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Client;

/// <summary>Messages that share a flush, on a network whose every flush waits for its reader.</summary>
public sealed class RequestFlowTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);
    private static readonly Marshaller<Note> Notes = Marshallers.Create(
        (Note note, SerializationContext context) =>
        {
            context.SetPayloadLength(note.CalculateSize());
            Google.Protobuf.MessageExtensions.WriteTo(note, context.GetBufferWriter());
            context.Complete();
        },
        _ => throw new NotSupportedException());

    // A flush of one byte waits until it is read.
    private readonly Pipe _network = new(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1, useSynchronizationContext: false));

    [Fact]
    public async Task Small_messages_are_taken_while_a_flush_is_under_way_and_leave_with_the_next_one()
    {
        var flow = Flow();
        for (var i = 0; i < 100; i++) Assert.True(Write(flow, Small(i)).IsCompletedSuccessfully);

        // The first left alone; the others leave together, in their order.
        Assert.Equal([0], await ReadAsync());
        Assert.Equal(Enumerable.Range(1, 99), await ReadAsync());
        await flow.DrainAsync().WaitAsync(Soon);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_stops_the_writer_before_the_bound_is_exceeded_twice()
    {
        var flow = Flow();
        var taken = 0;
        Task write;
        while ((write = Write(flow, Frames.Bulk(1_000))).IsCompletedSuccessfully) taken++;

        Assert.InRange(taken * 1_000, RequestFlow.MostUnsentBytes / 2, RequestFlow.MostUnsentBytes);
        await ReadAsync();
        await ReadAsync();
        await write.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_hinted_message_stays_until_one_without_the_hint()
    {
        var flow = Flow();
        await flow.Write(Small(1), Notes, WriteFlags.BufferHint).WaitAsync(Soon);
        Assert.False(_network.Reader.TryRead(out _));
        var drain = flow.DrainAsync();
        Assert.Equal([1], await ReadAsync());
        await drain.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_hinted_message_behind_a_flush_under_way_leaves_with_the_drain()
    {
        var flow = Flow();
        await Write(flow, Small(1)).WaitAsync(Soon);
        await flow.Write(Small(2), Notes, WriteFlags.BufferHint).WaitAsync(Soon);
        Assert.Equal([1], await ReadAsync());
        var drain = flow.DrainAsync();
        Assert.Equal([2], await ReadAsync());
        await drain.WaitAsync(Soon);
    }

    [Fact]
    public async Task Where_messages_may_not_share_a_flush_each_waits_for_its_own()
    {
        var flow = Flow(gathers: false);
        var first = Write(flow, Small(1));
        Assert.False(first.IsCompleted);
        Assert.Equal([1], await ReadAsync());
        await first.WaitAsync(Soon);
        var second = Write(flow, Small(2));
        Assert.Equal([2], await ReadAsync());
        await second.WaitAsync(Soon);
    }

    [Fact]
    public async Task A_flush_that_fails_fails_the_next_write_and_the_drain()
    {
        using var givenUp = new CancellationTokenSource();
        var flow = Flow(givenUp: givenUp.Token);
        await Write(flow, Small(1)).WaitAsync(Soon);
        await givenUp.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => flow.DrainAsync().WaitAsync(Soon));
        await Assert.ThrowsAsync<OperationCanceledException>(() => Write(flow, Small(2)).WaitAsync(Soon));
    }

    [Fact]
    public async Task A_message_over_the_limit_is_refused_alone()
    {
        var flow = Flow(most: 2_000);
        Assert.Equal(StatusCode.ResourceExhausted, Assert.Throws<RpcException>(() => { _ = Write(flow, Frames.Bulk(3_000)); }).StatusCode);
        Assert.False(flow.IsBroken);
        await Write(flow, Small(7)).WaitAsync(Soon);
        Assert.Equal([7], await ReadAsync());
    }

    private static Note Small(int number) => new() { Number = number };

    private static Task Write(RequestFlow flow, Note note) => flow.Write(note, Notes, WriteFlags.None);

    private RequestFlow Flow(bool gathers = true, int? most = null, CancellationToken givenUp = default)
        => new(_network.Writer, output => new FrameWriter(output, most, null, CompressionLevel.Fastest), gathers, givenUp);

    // What one flush brought.
    private async Task<List<int>> ReadAsync()
    {
        var result = await _network.Reader.ReadAsync().AsTask().WaitAsync(Soon);
        var rest = result.Buffer.ToArray().AsMemory();
        var numbers = new List<int>();
        while (rest.Length > 0)
        {
            var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(rest.Span[1..]);
            numbers.Add(Note.Parser.ParseFrom(rest.Span.Slice(5, length)).Number);
            rest = rest[(5 + length)..];
        }

        _network.Reader.AdvanceTo(result.Buffer.End);
        return numbers;
    }
}
