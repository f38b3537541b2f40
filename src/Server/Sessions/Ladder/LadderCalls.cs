using Grpc.Core;
using TopGun.Core.Sync;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Sessions.Ladder;

/// <summary>The two calls that carry a session: one brings frames to the client, the other those from it.</summary>
internal sealed class LadderCalls(LadderSessions sessions, LadderSettings settings, TimeProvider clock)
{
    // One flush for what is there, and a bound for what is looked up at once.
    private const int BurstBytes = 256 << 10;

    /// <summary>Brings frames to the client until the session, the client, the wait or a later call ends this one.</summary>
    /// <exception cref="SyncException">The call breaks the contract, or the session has ended for this reason.</exception>
    public async Task OpenAsync(
        Credential credential, Wire.OpenSessionRequest request, IServerStreamWriter<Wire.OpenSessionResponse> responses, CancellationToken aborted)
    {
        var hold = HoldOf(request);
        var through = Number(request.ReceivedThrough, "received_through");
        var isNew = request.SessionToken.Length == 0;
        if (isNew && through != 0) throw new SyncException(ErrorCode.InvalidFrame, $"received_through of {through:N0} without a session; 0 is valid.");
        var session = isNew ? sessions.Begin(credential) : Find(request.SessionToken, credential);
        session.Outbox.Resume(through);

        using var turn = session.Enter();
        // The token was good when the call began. How long the session may go on is its conversation's to say, which may have been given another.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, turn.Displaced);
        try
        {
            await responses.WriteAsync(new Wire.OpenSessionResponse { SessionToken = session.Token }, ending.Token);
            if (hold is null) await StreamAsync(session, through, responses, ending.Token);
            else if (!isNew) await HoldAsync(session, through, hold.Value, responses, ending.Token);
            sessions.ForgetIfHeard(session);
        }
        catch (OperationCanceledException) when (turn.Displaced.IsCancellationRequested)
        {
            // The client listens elsewhere by now.
        }
    }

    /// <summary>Takes frames from the client.</summary>
    /// <exception cref="SyncException">The call breaks the contract, or the session has ended for this reason.</exception>
    public async Task<Wire.SendFramesResponse> SendAsync(Credential credential, Wire.SendFramesRequest request, CancellationToken aborted)
    {
        var first = Number(request.FirstNumber, "first_number");
        var confirmed = Number(request.ReceivedThrough, "received_through");
        if (request.Frames.Count > settings.MaxFramesPerCall)
            throw new SyncException(ErrorCode.LimitExceeded, $"Frames of a call: {request.Frames.Count:N0}; at most {settings.MaxFramesPerCall:N0} are accepted.");
        if (first == 0 && request.Frames.Count > 0) throw new SyncException(ErrorCode.InvalidFrame, "first_number of 0; frames are numbered from 1.");

        var session = Find(request.SessionToken, credential);
        session.Outbox.Confirm(confirmed);
        return new Wire.SendFramesResponse { ReceivedThrough = (ulong)await session.Inbox.TakeAsync(first, request.Frames, request.IsLast, aborted) };
    }

    private static async Task StreamAsync(
        LadderSession session, long through, IServerStreamWriter<Wire.OpenSessionResponse> responses, CancellationToken ending)
    {
        while (true)
        {
            // Both asked first: what the session said last stands before its end, and no change goes unseen.
            var (changed, isOver) = (session.Outbox.Changed, session.IsOver);
            var delivered = await DeliverAsync(session, through, BurstBytes, responses, ending);
            if (delivered > 0)
            {
                through = delivered;
                continue;
            }

            if (isOver)
            {
                End(session);
                return;
            }

            await changed.WaitAsync(ending);
        }
    }

    private async Task HoldAsync(
        LadderSession session, long through, TimeSpan hold, IServerStreamWriter<Wire.OpenSessionResponse> responses, CancellationToken ending)
    {
        using var patience = new CancellationTokenSource(hold, clock);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(ending, patience.Token);
        while (true)
        {
            var (changed, isOver) = (session.Outbox.Changed, session.IsOver);
            var delivered = await DeliverAsync(session, through, settings.HeldCallBytes, responses, ending);
            // With the last frame comes the end; a client that gets the one without the other asks again.
            if (isOver && session.Outbox.After(Math.Max(through, delivered), 0).Count == 0) End(session);
            if (isOver || delivered > 0) return;
            try
            {
                await changed.WaitAsync(waiting.Token);
            }
            catch (OperationCanceledException) when (!ending.IsCancellationRequested)
            {
                return;
            }
        }
    }

    // The number of the last frame that was sent; 0 when there was none.
    private static async Task<long> DeliverAsync(
        LadderSession session, long through, int maxBytes, IServerStreamWriter<Wire.OpenSessionResponse> responses, CancellationToken ending)
    {
        var frames = session.Outbox.After(through, maxBytes);
        for (var i = 0; i < frames.Count; i++)
        {
            responses.WriteOptions = ResponseWriting.For(i < frames.Count - 1 ? FrameFlush.WithNext : FrameFlush.Now, frames[i].Frame.ChangePage?.More == true);
            await responses.WriteAsync(new Wire.OpenSessionResponse { Number = (ulong)frames[i].Number, Frame = frames[i].Frame }, ending);
        }

        return frames.Count == 0 ? 0 : frames[^1].Number;
    }

    private static void End(LadderSession session)
    {
        if (session.Reason is { } reason) throw new SyncException(reason);
    }

    private LadderSession Find(string token, Credential credential)
        => token.Length <= SessionToken.MaxLength
            ? sessions.Find(token, credential)
            : throw new SyncException(ErrorCode.InvalidFrame, $"Session token of {token.Length:N0} characters; at most {SessionToken.MaxLength} are accepted.");

    private TimeSpan? HoldOf(Wire.OpenSessionRequest request)
    {
        if (!request.HasHoldMs) return null;
        return request.HoldMs <= settings.MaxHold.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(request.HoldMs)
            : throw new SyncException(ErrorCode.LimitExceeded, $"hold_ms of {request.HoldMs:N0}; 0 to {settings.MaxHold.TotalMilliseconds:N0} are valid.");
    }

    private static long Number(ulong number, string thing)
        => number <= int.MaxValue * 1_000L ? (long)number : throw new SyncException(ErrorCode.InvalidFrame, $"{thing} of {number:N0}; no session is that long.");
}
