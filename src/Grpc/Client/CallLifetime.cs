using Grpc.Core;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The reasons of this side to give a call up: the deadline, the caller's token, the caller's own word, the channel.</summary>
internal sealed class CallLifetime : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _callerRegistration;
    private readonly CancellationTokenRegistration _channelRegistration;
    private readonly ITimer? _timer;
    private Status? _givenUp;

    /// <summary>Starts the time of a call.</summary>
    public CallLifetime(GrpcChannel channel, CallOptions options)
    {
        Token = _source.Token;
        if (options.Deadline is { } deadline && deadline != DateTime.MaxValue)
        {
            Remaining = deadline.ToUniversalTime() - channel.Options.Time.GetUtcNow().UtcDateTime;
            if (Remaining <= TimeSpan.Zero)
            {
                GiveUp(DeadlineExceeded);
                return;
            }

            _timer = channel.Options.Time.CreateTimer(
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
