namespace TopGun.Server.Sessions.Ladder;

/// <summary>The time in which one call fetches the frames of a session. Disposing ends it.</summary>
internal sealed class CallTurn(LadderSession session) : IDisposable
{
    private readonly CancellationTokenSource _displaced = new();

    /// <summary>Cancelled when another call has taken over.</summary>
    public CancellationToken Displaced => _displaced.Token;

    public void Displace() => _displaced.Cancel();

    // The source is not disposed of: another call may be about to displace this one, and it has no timer.
    public void Dispose() => session.Leave(this);
}
