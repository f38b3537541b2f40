using Grpc.Core;
using TopGun.Core.Sync;
using TopGun.Server.Sessions;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Sessions;

/// <summary>What is compressed, and what leaves at once.</summary>
public class ResponseWritingTests
{
    [Fact]
    public async Task A_page_of_a_catch_up_that_more_follow_is_compressed_and_all_else_goes_as_it_is()
    {
        var responses = new Responses();
        var stream = new GrpcFrameStream(new Requests(), responses, SyncLimits.Default);

        await stream.WriteAsync(Page(more: true), FrameFlush.WithNext, CancellationToken.None);
        await stream.WriteAsync(Page(more: true), FrameFlush.Now, CancellationToken.None);
        await stream.WriteAsync(Page(more: false), FrameFlush.WithNext, CancellationToken.None);
        await stream.WriteAsync(Page(more: true) with { IsCatchUp = false }, FrameFlush.Now, CancellationToken.None);
        await stream.WriteAsync(new Pong(1, 1), FrameFlush.Now, CancellationToken.None);

        Assert.Equal([WriteFlags.BufferHint, default, WriteFlags.BufferHint | WriteFlags.NoCompress, WriteFlags.NoCompress, WriteFlags.NoCompress], responses.Flags);
    }

    private static ChangePage Page(bool more) => new(1, Cursor.Start, new Cursor(1, 1), more, []) { IsCatchUp = true };

    private sealed class Responses : IServerStreamWriter<Wire.SyncResponse>
    {
        public List<WriteFlags> Flags { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(Wire.SyncResponse message)
        {
            Flags.Add(WriteOptions?.Flags ?? default);
            return Task.CompletedTask;
        }

        public Task WriteAsync(Wire.SyncResponse message, CancellationToken cancellationToken) => WriteAsync(message);
    }

    private sealed class Requests : IAsyncStreamReader<Wire.SyncRequest>
    {
        public Wire.SyncRequest Current => throw new InvalidOperationException();

        public Task<bool> MoveNext(CancellationToken cancellationToken) => Task.FromResult(false);
    }
}
