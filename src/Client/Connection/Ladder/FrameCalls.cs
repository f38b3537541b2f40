using Grpc.Core;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Client.Connection.Ladder;

/// <summary>The calls of one conversation: made again when the way loses them, and given up when nothing gets through for too long.</summary>
/// <param name="client">Makes calls.</param>
/// <param name="headers">Their metadata, with the token.</param>
/// <param name="address">The server's address, as the application wrote it.</param>
/// <param name="hold">How long a call for frames waits for some; null for one that stays open.</param>
/// <param name="time">The time.</param>
internal sealed class FrameCalls(Wire.SyncService.SyncServiceClient client, Metadata headers, string address, TimeSpan? hold, TimeProvider time)
{
    // In which a server keeps a session that nobody calls for, less a call's way.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(25);
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan HoldGrace = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LeavePatience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeastPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MostPause = TimeSpan.FromSeconds(2);

    private readonly TaskCompletionSource<string> _session = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _heardAt = time.GetTimestamp();
    private volatile Metadata _headers = headers;
    private int _failures;
    private bool _isFirst = true;

    /// <summary>Whether calls for frames end by themselves.</summary>
    public bool IsHeld => hold is not null;

    private string Session => _session.Task.IsCompletedSuccessfully ? _session.Task.Result : "";

    /// <summary>From now on calls carry this token: each is checked by itself, and the one from before expires.</summary>
    public void UseToken(string token) => _headers = new Metadata { { "authorization", $"Bearer {token}" } };

    /// <summary>Begins a call for frames.</summary>
    /// <param name="receivedThrough">The number of the last frame that was taken.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public AsyncServerStreamingCall<Wire.OpenSessionResponse> Open(long receivedThrough, CancellationToken cancellationToken)
    {
        var request = new Wire.OpenSessionRequest { SessionToken = Session, ReceivedThrough = (ulong)receivedThrough };
        if (hold is not { } wait) return client.OpenSession(request, new CallOptions(_headers, cancellationToken: cancellationToken));
        request.HoldMs = (uint)wait.TotalMilliseconds;
        return client.OpenSession(request, new CallOptions(_headers, In(wait + HoldGrace), cancellationToken));
    }

    /// <summary>The next response of a call; null when it has ended, and another one may bring more.</summary>
    /// <exception cref="StreamFailure">The conversation has ended.</exception>
    public async Task<Wire.OpenSessionResponse?> NextAsync(AsyncServerStreamingCall<Wire.OpenSessionResponse> call, CancellationToken cancellationToken)
    {
        try
        {
            if (!await call.ResponseStream.MoveNext(cancellationToken)) return null;
        }
        catch (RpcException error)
        {
            Judge(error, cancellationToken);
            return null;
        }

        Volatile.Write(ref _heardAt, time.GetTimestamp());
        _failures = 0;
        var response = call.ResponseStream.Current;
        if (response.SessionToken.Length > 0) _session.TrySetResult(response.SessionToken);
        return response;
    }

    /// <summary>Waits a little between two calls, if there is a reason to.</summary>
    /// <param name="hasFrames">Whether the last one has brought frames.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task PauseAsync(bool hasFrames, CancellationToken cancellationToken)
    {
        // The first call only names the session; one that waited in vain has waited already.
        var isDue = _failures == 0 && (hasFrames || _isFirst || (IsHeld && time.GetElapsedTime(Volatile.Read(ref _heardAt)) >= hold / 2));
        _isFirst = false;
        return isDue ? Task.CompletedTask : BackOffAsync(_failures, cancellationToken);
    }

    /// <summary>Sends frames, again and again until they have arrived.</summary>
    /// <exception cref="StreamFailure">The conversation has ended, or nothing gets through.</exception>
    public async Task<Wire.SendFramesResponse> SendAsync(Wire.SendFramesRequest request, CancellationToken cancellationToken)
    {
        request.SessionToken = await _session.Task.WaitAsync(cancellationToken);
        var start = time.GetTimestamp();
        for (var failures = 1; ; failures++)
        {
            try
            {
                return await client.SendFramesAsync(request, new CallOptions(_headers, In(SendTimeout), cancellationToken));
            }
            catch (RpcException error)
            {
                if (IsFinal(error) || cancellationToken.IsCancellationRequested || time.GetElapsedTime(start) >= Patience) throw Failure(error, cancellationToken);
            }

            await BackOffAsync(failures, cancellationToken);
        }
    }

    /// <summary>Tells the server that nobody comes any more, if that gets through.</summary>
    public void Leave()
    {
        if (Session.Length > 0) _ = LeaveAsync();
    }

    private async Task LeaveAsync()
    {
        try
        {
            await client.SendFramesAsync(new Wire.SendFramesRequest { SessionToken = Session, IsLast = true }, new CallOptions(_headers, In(LeavePatience)));
        }
        catch (Exception unheard) when (unheard is RpcException or ObjectDisposedException)
        {
            // The server ends the session after a while.
        }
    }

    private void Judge(RpcException error, CancellationToken cancellationToken)
    {
        _failures++;
        // Without a session nothing has got through yet, and another rung may be the better way.
        if (IsFinal(error) || Session.Length == 0 || cancellationToken.IsCancellationRequested
            || time.GetElapsedTime(Volatile.Read(ref _heardAt)) >= Patience + (hold ?? TimeSpan.Zero)) throw Failure(error, cancellationToken);
    }

    private Task BackOffAsync(int failures, CancellationToken cancellationToken)
    {
        var pause = LeastPause * (1 << Math.Min(failures, 5));
        return Task.Delay(pause < MostPause ? pause : MostPause, time, cancellationToken);
    }

    // What a TopGun server itself says; anything else may be the network's.
    private static bool IsFinal(RpcException error) => GrpcFailure.ServerCode(error) is not null || error.StatusCode is StatusCode.Unauthenticated or StatusCode.PermissionDenied;

    private Exception Failure(RpcException error, CancellationToken cancellationToken)
        => cancellationToken.IsCancellationRequested
            ? new OperationCanceledException(error.Message, error, cancellationToken)
            : GrpcFailure.Of(error, address, hasAnswered: Session.Length > 0);

    // By the clock of the runtime, which watches over it.
    private static DateTime In(TimeSpan timeout) => TimeProvider.System.GetUtcNow().UtcDateTime + timeout;
}
