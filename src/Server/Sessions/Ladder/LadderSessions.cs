using Microsoft.Extensions.Logging;
using TopGun.Core.Sync;

namespace TopGun.Server.Sessions.Ladder;

/// <summary>The sessions that come in calls, by their tokens. Safe for many threads at once.</summary>
internal sealed class LadderSessions(SyncSessions sessions, SyncLimits limits, LadderSettings settings, TimeProvider clock, ILogger<LadderSessions> logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, LadderSession> _sessions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _perUser = new(StringComparer.Ordinal);
    private readonly string _process = SessionToken.DrawProcess();

    /// <summary>How many there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _sessions.Count;
        }
    }

    /// <summary>Begins a session.</summary>
    /// <exception cref="SyncException">The user has too many, and all of them are in use.</exception>
    public LadderSession Begin(Credential credential)
    {
        var subject = credential.Principal.Subject;
        LadderSession session;
        LadderSession? oldest = null;
        lock (_gate)
        {
            if (_perUser.GetValueOrDefault(subject) >= settings.MaxSessionsPerUser)
            {
                oldest = _sessions.Values.Where(other => other.Subject == subject && other.UnattendedSince is not null).MinBy(other => other.UnattendedSince)
                    ?? throw new SyncException(new SyncError(
                        ErrorCode.LimitExceeded, $"Open sessions of the user: {settings.MaxSessionsPerUser + 1}; at most {settings.MaxSessionsPerUser} are accepted.", 5_000));
                Remove_NeedsLock(oldest);
            }

            session = new LadderSession(SessionToken.Draw(_process), subject, limits, settings, clock, Forget);
            _sessions.Add(session.Token, session);
            _perUser[subject] = _perUser.GetValueOrDefault(subject) + 1;
        }

        oldest?.Dispose();
        _ = RunAsync(session, credential);
        return session;
    }

    /// <summary>The session that a call names.</summary>
    /// <exception cref="SyncException">It is not known here, or another user's.</exception>
    public LadderSession Find(string token, Credential credential)
    {
        lock (_gate)
        {
            return _sessions.TryGetValue(token, out var session) && session.Subject == credential.Principal.Subject
                ? session
                : throw new SyncException(SessionToken.Unknown);
        }
    }

    private async Task RunAsync(LadderSession session, Credential credential)
    {
        try
        {
            await sessions.RunAsync(credential, session, session.Aborted);
            session.Complete(null);
            ForgetIfHeard(session);
        }
        catch (SyncException reason)
        {
            // It stays for a while, so that a client whose call was cut still learns why.
            session.Complete(reason.Error);
        }
        catch (OperationCanceledException) when (session.Aborted.IsCancellationRequested)
        {
            session.Complete(SessionToken.Unknown);
        }
        catch (Exception failure)
        {
            SessionLog.Failed(logger, "?", failure);
            session.Complete(new SyncError(ErrorCode.Internal, "The server failed; its log says why."));
        }
    }

    /// <summary>A session that its client has ended goes when the client has all that it was told; until then it stays for a while, since a call may have been cut.</summary>
    public void ForgetIfHeard(LadderSession session)
    {
        if (session is { IsOver: true, Reason: null, Outbox.IsConfirmed: true }) Forget(session);
    }

    private void Forget(LadderSession session)
    {
        lock (_gate) Remove_NeedsLock(session);
        session.Dispose();
    }

    private void Remove_NeedsLock(LadderSession session)
    {
        if (!_sessions.Remove(session.Token)) return;
        if (--_perUser[session.Subject] == 0) _perUser.Remove(session.Subject);
    }
}
