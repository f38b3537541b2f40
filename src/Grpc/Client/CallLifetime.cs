using Grpc.Core;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The reasons of this side to give a call up: the deadline, the caller's token, the caller's own word, the channel.</summary>
internal sealed class CallLifetime : IDisposable
{
    // Timers may strike early and late by a tick of the system's clock, which is nowhere longer than this. What ends as close as
    // this to the deadline may have been ended by the timer of the other side, for the same deadline.
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(16);

    private readonly CancellationTokenSource _source = new();
    private readonly TimeProvider _time;
    private readonly DateTime? _deadline;
    private readonly CancellationTokenRegistration _callerRegistration;
    private readonly CancellationTokenRegistration _channelRegistration;
    private readonly ITimer? _timer;
    private Status? _givenUp;

    /// <summary>Starts the time of a call.</summary>
    public CallLifetime(GrpcChannel channel, CallOptions options)
    {
        Token = _source.Token;
        _time = channel.Options.Time;
        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            _deadline = deadline.ToUniversalTime();
            Remaining = _deadline - _time.GetUtcNow().UtcDateTime;
            if (Remaining <= TimeSpan.Zero)
            {
                GiveUp(DeadlineExceeded);
                return;
            }

            _timer = _time.CreateTimer(
                static lifetime => ((CallLifetime)lifetime!).GiveUp(DeadlineExceeded),
                this, GrpcTimeout.ForTimer(Remaining.Value), Timeout.InfiniteTimeSpan);
        }

        _callerRegistration = options.CancellationToken.UnsafeRegister(
            static lifetime => ((CallLifetime)lifetime!).GiveUp(CallerCancelled), this);
        _channelRegistration = channel.Closing.UnsafeRegister(
            static lifetime => ((CallLifetime)lifetime!).GiveUp(ChannelDisposed), this);
    }

    /// <summary>Cancelled when this side gives up.</summary>
    public CancellationToken Token { get; }

    /// <summary>The time up to the deadline as the call starts; null when there is none.</summary>
    public TimeSpan? Remaining { get; }

    /// <summary>Why this side gave up first; null when it did not.</summary>
    public Status? GivenUp
    {
        get
        {
            lock (_source) return _givenUp;
        }
    }

    private static Status DeadlineExceeded => new(StatusCode.DeadlineExceeded, "The deadline has passed.");

    private static Status CallerCancelled => new(StatusCode.Cancelled, "The caller has cancelled the call.");

    private static Status ChannelDisposed => new(StatusCode.Cancelled, "The channel was disposed.");

    /// <summary>Gives the call up; the first reason counts.</summary>
    public void GiveUp(Status reason)
    {
        lock (_source)
        {
            if (_givenUp is not null) return;
            _givenUp = reason;
        }

        _source.Cancel();
    }

    /// <summary>Why this side has given up, or is about to, for a call that just broke; null when the deadline is not near.</summary>
    /// <remarks>
    /// What this side gives up breaks the exchange, and the news of the break may be here first. So may those of a server that ends
    /// the call at the deadline: what breaks within a tick of the clock before it waits for its verdict.
    /// </remarks>
    public async ValueTask<Status?> GivenUpAtBreakAsync()
    {
        if (GivenUp is { } reason) return reason;
        if (_deadline is null) return null;
        var left = _deadline.Value - _time.GetUtcNow().UtcDateTime;
        if (left > ClockTick) return null;
        if (left > TimeSpan.Zero)
        {
            // Not for the timer of the call: it does not follow a clock that was turned, and may strike much later.
            await Task.Delay(left, _time, Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        GiveUp(DeadlineExceeded);
        return GivenUp;
    }

    /// <summary>Stops all work on a call that has ended, and forgets timer and tokens.</summary>
    public void Dispose()
    {
        // Unregistered without waiting for one that runs just now: it may wait for us. The source itself is not disposed for the
        // same reason, and holds nothing that must be freed.
        _timer?.Dispose();
        _callerRegistration.Unregister();
        _channelRegistration.Unregister();
        _source.Cancel();
    }
}
