using System.Runtime.CompilerServices;
using TopGun.Client.Connection;
using TopGun.Core.Sync;

namespace TopGun.Client.Tests.Connection;

/// <summary>A connection that has broken is not said to stand.</summary>
public sealed class EndOfConversationTests : IAsyncDisposable
{
    private static readonly StreamFailure Refusal = new(ConnectionReasonCode.Unreachable, "Nothing listens there.");

    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task What_is_still_being_sent_when_it_breaks_brings_no_state_back()
    {
        _bench.Server.Refusing = _ => Refusal;
        _bench.Server.Limits = SyncLimits.Default with { MaxBatchOps = 1 };
        var way = new HeldWay(_bench.Server.Way());
        var client = _bench.Open(new TopGunClientOptions { Way = way, Transport = TransportMode.Streaming, Token = "alice", TimeProvider = _bench.Time, Random = _bench.NextRandom });
        await client.DisconnectAsync(ConnectionReasonCode.Unreachable);
        var map = client.GetMap("map");
        foreach (var key in (string[])["a", "b", "c"]) map.Set(key, 1);
        _bench.Server.Refusing = _ => null;
        _bench.Time.Advance(TimeSpan.FromSeconds(1));
        await way.Holding.Soon();

        _bench.Server.Refusing = _ => Refusal;
        _bench.Server.CutAll();
        await way.Broken.Soon();
        // It has not ended before its last frame is sent; nor does it in this time, which is long enough for all else that it has to do.
        for (var i = 0; i < 10_000; i++) await Task.Yield();
        Assert.NotEqual(ConnectionPhase.Disconnected, client.State.Phase);
        way.Release();
        await way.Next.Soon();

        await client.PhaseAsync(ConnectionPhase.Disconnected);
        Assert.Equal("The network went away.", client.State.Reason!.Message);
    }

    // The first batch is sent, and its call returns when the test says so.
    private sealed class HeldWay(ISyncTransport inner) : ISyncTransport
    {
        private readonly TaskCompletionSource _holding = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _broken = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Holding => _holding.Task;

        public Task Broken => _broken.Task;

        public Task Next => _next.Task;

        public void Release() => _release.SetResult();

        public ISyncStream Open(string? token, TransportRung rung) => new HeldStream(this, inner.Open(token, rung));

        public void Dispose() => inner.Dispose();

        private sealed class HeldStream(HeldWay way, ISyncStream inner) : ISyncStream
        {
            public async IAsyncEnumerable<ServerFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
            {
                await foreach (var frame in inner.ReadAsync(cancellationToken)) yield return frame;
            }

            public async Task WriteAsync(ClientFrame frame, bool more, CancellationToken cancellationToken)
            {
                if (frame is not OpBatch)
                {
                    await inner.WriteAsync(frame, more, cancellationToken);
                    return;
                }

                // The frame after this one has been made by now; and the next call comes when one more has.
                if (!way._holding.TrySetResult()) way._next.TrySetResult();
                await way._release.Task;
            }

            public void Dispose()
            {
                way._broken.TrySetResult();
                inner.Dispose();
            }
        }
    }
}
