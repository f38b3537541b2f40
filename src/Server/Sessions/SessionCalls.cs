using TopGun.Core.Access;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using TopGun.Server.Resolvers.Registering;

namespace TopGun.Server.Sessions;

/// <summary>The resolver calls of one stream: a few at a time, and the claims that it keeps from lapsing.</summary>
/// <param name="calls">Answers them.</param>
/// <param name="principal">Who calls.</param>
/// <param name="most">How many replies may wait to be taken.</param>
/// <param name="clock">The time.</param>
internal sealed class SessionCalls(ResolverCalls calls, Principal principal, int most, TimeProvider clock)
{
    // What is beyond is renewed when its client connects anew.
    private const int MostRenewed = 1_000;

    private readonly SemaphoreSlim _room = new(most);
    private readonly Lock _gate = new();
    private readonly HashSet<int> _open = [];
    private readonly HashSet<(string Map, string Name)> _claims = [];
    private long _renewedAt = clock.GetTimestamp();

    /// <summary>Who calls; the same user may come with other roles.</summary>
    public Principal Principal { get; set; } = principal;

    /// <summary>Waits until there is room for a call and its reply.</summary>
    /// <exception cref="SyncException">Its id is in use.</exception>
    public async ValueTask EnterAsync(ResolverCall call, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!_open.Add(call.CallId)) throw new SyncException(ErrorCode.InvalidFrame, $"Resolver call {call.CallId} came while another one with that id has no reply.");
        }

        await _room.WaitAsync(cancellationToken);
    }

    /// <summary>Asks; the reply may come at once.</summary>
    public void Ask(ResolverCall call, Action<ResolverReply> reply) => calls.Take(call.Request, Principal, response =>
    {
        lock (_gate)
        {
            _open.Remove(call.CallId);
            Note(call.Request, response);
        }

        reply(new ResolverReply(call.CallId, response));
    });

    /// <summary>A reply was taken by the stream.</summary>
    public void Leave() => _room.Release();

    /// <summary>Renews the claims that were made on this stream, if it is time.</summary>
    public void Renew()
    {
        if (calls.RenewEvery is not { } every || clock.GetElapsedTime(_renewedAt) < every) return;
        _renewedAt = clock.GetTimestamp();
        (string Map, string Name)[] claims;
        lock (_gate) claims = [.. _claims];
        foreach (var (map, name) in claims) calls.Renew(map, name, Principal.Subject);
    }

    private void Note(ResolverRequest request, ResolverResponse response)
    {
        if (request is RegisterResolver register && response is ResolverRegistered && _claims.Count < MostRenewed) _claims.Add((register.Map, register.Definition.Name));
        if (request is UnregisterResolver unregister && response is ResolverUnregistered) _claims.Remove((unregister.Map, unregister.Name));
    }
}
