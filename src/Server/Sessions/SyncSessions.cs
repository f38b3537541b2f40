using Microsoft.Extensions.Logging;
using TopGun.Core.Access;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Server.Auth;
using TopGun.Server.Limits;
using TopGun.Server.Maps;
using TopGun.Server.Observability;
using TopGun.Server.Resolvers.Registering;
using TopGun.Server.Storage;

namespace TopGun.Server.Sessions;

/// <summary>Runs conversations: Hello and Welcome, then frames in both directions until either side ends.</summary>
/// <remarks>Knows a sequence of frames and a way to write one; the same code serves every transport.</remarks>
internal sealed class SyncSessions(
    PartitionTable partitions, IStore store, IMapAccess access, SyncLimits limits, SessionSettings options, TimeProvider clock, ILogger<SyncSessions> logger,
    ResolverCalls? resolvers = null, TokenAuthenticator? authenticator = null, AccessControl? control = null, UserLimits? users = null, ServerMetrics? metrics = null)
{
    private static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(10);

    private readonly string[] _features =
    [
        Features.Groups, Features.Ttl, Features.OrMap, Features.Counter, Features.Digest, Features.Query, Features.Window, Features.Resync, Features.Progress, Features.Revoked,
        .. resolvers is null ? Array.Empty<string>() : [Features.Resolvers],
        .. authenticator is null ? Array.Empty<string>() : [Features.Refresh],
    ];

    // For how long the end of a stream waits for a client that is slow to take its results and the last frame, or does not read at all;
    // and a server that stops for commits under way.
    private static readonly TimeSpan DrainTimeout = TimeSpan.FromSeconds(5);

    // Cancelled when the server drains. Linked sources would keep every stream that ever was, so each stream removes itself.
    private readonly CancellationTokenSource _draining = new();

    /// <summary>Takes no more ops, answers those that were taken, and ends all conversations with UNAVAILABLE; clients come back after a moment.</summary>
    public void Drain() => _draining.Cancel();

    /// <summary>Runs until the client ends its side, either side fails, or the call is aborted.</summary>
    /// <param name="credential">Who the client is.</param>
    /// <param name="stream">Its frames.</param>
    /// <param name="aborted">The call is gone.</param>
    /// <exception cref="SyncException">The conversation ended for a reason that the client was told in its last frame.</exception>
    public async Task RunAsync(Credential credential, IFrameStream stream, CancellationToken aborted)
    {
        var nodeId = "?";
        try
        {
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(aborted, _draining.Token);
            var hello = await HelloAsync(stream, ending.Token);
            nodeId = hello.NodeId;
            using var counted = users?.BeginStream(credential.Principal.Subject);
            await WelcomeAsync(hello, credential.Principal, stream, ending.Token);
            SessionLog.Welcomed(logger, nodeId, credential.Principal.Subject, hello.Client);
            metrics?.Began();
            ErrorCode? reason = ErrorCode.Unavailable;
            try
            {
                await ConverseAsync(hello, credential, stream, ending.Token, aborted);
                reason = null;
            }
            catch (SyncException ended)
            {
                reason = ended.Error.Code;
                throw;
            }
            finally
            {
                metrics?.Ended(reason);
            }
        }
        catch (OperationCanceledException) when (_draining.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            await EndAsync(nodeId, new SyncError(ErrorCode.Unavailable, "The server is stopping.", 1_000), stream, aborted);
        }
        catch (SyncException reason)
        {
            await EndAsync(nodeId, reason.Error, stream, aborted);
        }
        catch (StoreUnavailableException)
        {
            await EndAsync(nodeId, new SyncError(ErrorCode.Unavailable, "The server's store is not available now.", 1_000), stream, aborted);
        }
    }

    private async Task<Hello> HelloAsync(IFrameStream stream, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(HelloTimeout, clock);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await stream.ReadAsync(stopping.Token) switch
            {
                Hello hello => hello,
                null => throw new SyncException(ErrorCode.InvalidFrame, "The stream ended before Hello."),
                var other => throw new SyncException(ErrorCode.InvalidFrame, $"The first frame was {other.GetType().Name}; Hello comes first."),
            };
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SyncException(ErrorCode.InvalidFrame, $"No Hello came within {HelloTimeout.TotalSeconds:0} s.");
        }
    }

    private async Task WelcomeAsync(Hello hello, Principal principal, IFrameStream stream, CancellationToken cancellationToken)
    {
        var version = ProtocolVersion.Choose(hello);
        var owner = await store.BindNodeAsync(hello.NodeId, principal.Subject, cancellationToken);
        if (owner != principal.Subject)
        {
            SessionLog.NodeIdTaken(logger, hello.NodeId, principal.Subject);
            throw new SyncException(new SyncError(
                ErrorCode.NodeIdTaken,
                $"Node id {hello.NodeId} belongs to another user.",
                Metadata: new Dictionary<string, string> { ["node_id"] = hello.NodeId }));
        }

        var nowMs = clock.GetUtcNow().ToUnixTimeMilliseconds();
        await stream.WriteAsync(new Welcome(version, _features, limits, nowMs, principal.Subject, options.HeartbeatMs), FrameFlush.Now, cancellationToken);
    }

    private async Task ConverseAsync(Hello hello, Credential credential, IFrameStream stream, CancellationToken ending, CancellationToken aborted)
    {
        SyncSession? told = null;
        using var term = new StreamTerm(credential, options.RefreshBefore, clock, authenticator is not null && hello.Features.Contains(Features.Refresh) ? frame => told?.Tell(frame) : null);
        using var session = told = new SyncSession(credential.Principal, hello, limits, access, partitions, options, clock, resolvers)
        {
            Limits = users,
            RefreshToken = authenticator is null ? null : token => RefreshAsync(hello.NodeId, token, term, told!),
            Purged = map => SessionLog.Purged(logger, hello.NodeId, credential.Principal.Subject, map),
        };
        using var watching = control?.OnChange(() => Reauthorise(term, session));
        // What was changed before anybody watched is not told.
        if (control is not null) Reauthorise(term, session);
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(aborted, patience.Token, term.Ended);
        using var listening = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, ending);

        // Who cannot answer must not accept, and who hears no more has nothing to answer for long: the first to end ends both.
        var sending = SendAsync(session, stream, stopping.Token);
        var receiving = ReceiveAsync(session, stream, patience, listening.Token);
        var first = await Task.WhenAny(sending, receiving);
        if (first == receiving && (receiving.IsCompletedSuccessfully || _draining.IsCancellationRequested))
        {
            // The client has ended its side, or the server stops. What was taken will be committed, and who is not told must ask again.
            session.Finish();
            // However long the store takes, which has a patience of its own: the client's begins when there is something to take.
            await Task.WhenAny(sending, session.Answered, Task.Delay(Timeout.InfiniteTimeSpan, listening.Token));
            await Task.WhenAny(sending, Task.Delay(DrainTimeout, clock, stopping.Token));
        }

        await stopping.CancelAsync();
        var other = first == sending ? receiving : sending;
        try
        {
            await other;
        }
        catch (Exception) when (!first.IsCompletedSuccessfully || other.IsCanceled)
        {
            // The first failure is the reason; this one only follows from it.
        }

        try
        {
            await first;
        }
        catch (OperationCanceledException) when (!ending.IsCancellationRequested && !aborted.IsCancellationRequested)
        {
            throw term.Ended.IsCancellationRequested
                ? new SyncException(term.Reason)
                : new SyncException(ErrorCode.Unavailable, $"Nothing was heard of the client for {3L * options.HeartbeatMs} ms.");
        }
    }

    // A token that can't be checked now costs the client nothing: it is asked again while its old one is good.
    private async Task RefreshAsync(string nodeId, string token, StreamTerm term, SyncSession session)
    {
        try
        {
            var next = await authenticator!.CheckAsync(token);
            var endsInMs = term.Renew(next);
            session.Reauthorise(next.Principal);
            session.Tell(new TokenAccepted(endsInMs));
            SessionLog.Refreshed(logger, nodeId, next.Principal.Subject);
        }
        catch (SyncException away) when (away.Error.Code == ErrorCode.Unavailable)
        {
            SessionLog.NotRefreshed(logger, nodeId, away.Message);
        }
    }

    private void Reauthorise(StreamTerm term, SyncSession session)
    {
        if (control!.IsRevoked(term.Credential)) term.End(new SyncError(ErrorCode.Unauthenticated, AccessControl.RevokedReason));
        else session.Reauthorise();
    }

    private static async Task SendAsync(SyncSession session, IFrameStream stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            var frames = await session.NextAsync(cancellationToken);
            if (frames.Count == 0) return;
            for (var i = 0; i < frames.Count; i++)
                await stream.WriteAsync(frames[i], i < frames.Count - 1 ? FrameFlush.WithNext : FrameFlush.Now, cancellationToken);
        }
    }

    private async Task ReceiveAsync(SyncSession session, IFrameStream stream, CancellationTokenSource patience, CancellationToken cancellationToken)
    {
        while (true)
        {
            patience.CancelAfter(TimeSpan.FromMilliseconds(3L * options.HeartbeatMs));
            if (await stream.ReadAsync(cancellationToken) is not { } frame) return;
            await session.ReceiveAsync(frame, cancellationToken);
        }
    }

    private async Task EndAsync(string nodeId, SyncError error, IFrameStream stream, CancellationToken aborted)
    {
        SessionLog.Ended(logger, nodeId, error.Code.ToString(), error.Message);
        using var patience = new CancellationTokenSource(DrainTimeout, clock);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(aborted, patience.Token);
        try
        {
            await stream.WriteAsync(new StreamEnded(error), FrameFlush.Now, stopping.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException or InvalidOperationException)
        {
            // The client has gone, does not read, or a write to it was under way: the status must say it alone.
        }

        throw new SyncException(error);
    }
}
