using TopGun.Core.Sync;
using TopGun.Server.Sessions;
using TopGun.Server.Sessions.Ladder;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Ladder;

/// <summary>What is given to a client that confirms by one call what another has brought.</summary>
public sealed class FrameOutboxTests
{
    private readonly FrameOutbox _outbox = new(new LadderSettings(), TimeProvider.System);

    [Fact]
    public async Task A_call_goes_on_behind_what_was_confirmed_while_it_was_open()
    {
        await WriteAsync(3);
        _outbox.Resume(0);

        // The client had taken these by the call before, and says so in a call of its own.
        _outbox.Confirm(2);

        Assert.Equal([3L], Numbers(0));
        _outbox.Confirm(3);
        Assert.Empty(Numbers(0));
    }

    [Fact]
    public async Task Who_asks_for_what_was_confirmed_is_told_that_it_is_gone()
    {
        await WriteAsync(3);
        _outbox.Confirm(2);
        Assert.Contains("received_through of 1; 2 were confirmed before", Assert.Throws<SyncException>(() => _outbox.Resume(1)).Message);

        // A late confirmation says nothing new, and asks for nothing.
        _outbox.Confirm(1);
        _outbox.Resume(2);
        Assert.Equal([3L], Numbers(2));
    }

    [Fact]
    public async Task Nobody_can_have_what_was_never_sent()
    {
        await WriteAsync(3);
        Assert.Throws<SyncException>(() => _outbox.Confirm(4));
        Assert.Throws<SyncException>(() => _outbox.Resume(4));
    }

    private async Task WriteAsync(int frames)
    {
        for (var i = 0; i < frames; i++)
            await _outbox.WriteAsync(new Wire.ServerFrame { Pong = new Wire.Pong() }, FrameFlush.Now, CancellationToken.None);
    }

    private IEnumerable<long> Numbers(long behind) => _outbox.After(behind, int.MaxValue).Select(frame => frame.Number);
}
