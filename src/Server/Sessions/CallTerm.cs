using TopGun.Core.Access;
using TopGun.Core.Sync;
using TopGun.Server.Auth;

namespace TopGun.Server.Sessions;

/// <summary>How long a call that streams may go on: by its token, and by what its user may read.</summary>
internal sealed class CallTerm : IDisposable
{
    private readonly StreamTerm _term;
    private readonly IDisposable _watching;

    /// <summary>Begins a term.</summary>
    /// <param name="control">The rules.</param>
    /// <param name="credential">Who calls.</param>
    /// <param name="clock">The time.</param>
    /// <param name="map">The map that the call reads; null where it reads none.</param>
    public CallTerm(AccessControl control, Credential credential, TimeProvider clock, string? map)
    {
        _term = new StreamTerm(credential, TimeSpan.Zero, clock, null);
        _watching = control.OnChange(() => Look(control, credential, map));
        // What was changed before anybody watched is not told.
        Look(control, credential, map);
    }

    /// <summary>Cancelled when the term is over.</summary>
    public CancellationToken Ended => _term.Ended;

    /// <summary>Why the term is over.</summary>
    public SyncError Reason => _term.Reason;

    public void Dispose()
    {
        _watching.Dispose();
        _term.Dispose();
    }

    private void Look(AccessControl control, Credential credential, string? map)
    {
        if (control.IsRevoked(credential))
            _term.End(new SyncError(ErrorCode.Unauthenticated, AccessControl.RevokedReason));
        else if (map is not null && !control.Allows(credential.Principal, map, MapAction.Read))
            _term.End(new SyncError(ErrorCode.Forbidden, $"User {credential.Principal.Subject} has no READ permission on map {map} any more.", Metadata: new Dictionary<string, string> { ["map"] = map }));
    }
}
