using System.IO.Pipelines;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>How often the server sends.</summary>
[Trait("Pitfall", "5")]
public sealed class FlushTests
{
    private readonly CountingBody _body = new();

    [Fact]
    public async Task A_unary_response_is_not_flushed_by_hand()
    {
        await using var host = await StartAsync();
        await host.Client.AskAsync(new Note { Text = "x" });
        Assert.Equal(0, _body.Flushes);
    }

    [Fact]
    public async Task A_burst_leaves_with_one_flush_and_other_messages_with_one_each()
    {
        await using var host = await StartAsync();
        host.Script.Tell = async (_, responses, _) =>
        {
            responses.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
            for (var i = 0; i < 31; i++) await responses.WriteAsync(new Note { Number = i });
            responses.WriteOptions = null;
            await responses.WriteAsync(new Note());
            Assert.Equal(1, _body.Flushes);
            await responses.WriteAsync(new Note());
            Assert.Equal(2, _body.Flushes);
            responses.WriteOptions = new WriteOptions(WriteFlags.BufferHint);
            await responses.WriteAsync(Frames.Bulk(40_000));
            Assert.Equal(3, _body.Flushes);
            await responses.WriteAsync(new Note());
        };
        using var call = host.Client.Tell(new Note());
        var count = 0;
        while (await call.ResponseStream.MoveNext()) count++;
        Assert.Equal(35, count);
        Assert.Equal(3, _body.Flushes);
    }

    private Task<TestHost> StartAsync() => TestHost.StartAsync(map: app =>
    {
        app.Use(next => http =>
        {
            _body.Inner = http.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
            http.Features.Set<IHttpResponseBodyFeature>(_body);
            return next(http);
        });
        app.UseRouting();
        TestHost.Map<Probe>(app);
    });

    private sealed class CountingBody : PipeWriter, IHttpResponseBodyFeature
    {
        public IHttpResponseBodyFeature Inner { get; set; } = null!;

        public int Flushes { get; private set; }

        public Stream Stream => Inner.Stream;

        public PipeWriter Writer => this;

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
        {
            Flushes++;
            return Inner.Writer.FlushAsync(cancellationToken);
        }

        public override void Advance(int bytes) => Inner.Writer.Advance(bytes);

        public override Memory<byte> GetMemory(int sizeHint = 0) => Inner.Writer.GetMemory(sizeHint);

        public override Span<byte> GetSpan(int sizeHint = 0) => Inner.Writer.GetSpan(sizeHint);

        public override void CancelPendingFlush() => Inner.Writer.CancelPendingFlush();

        public override void Complete(Exception? exception = null) => Inner.Writer.Complete(exception);

        public void DisableBuffering() => Inner.DisableBuffering();

        public Task StartAsync(CancellationToken cancellationToken = default) => Inner.StartAsync(cancellationToken);

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default)
            => Inner.SendFileAsync(path, offset, count, cancellationToken);

        public Task CompleteAsync() => Inner.CompleteAsync();
    }
}
