using TopGun.Client.Connection;
using TopGun.Client.Tests.Server;

namespace TopGun.Client.Tests.Connection;

/// <summary>A network to a scripted server on which some rungs fail.</summary>
/// <param name="server">The server.</param>
/// <param name="failing">Why a rung fails; null for one that gets through.</param>
/// <param name="tried">Takes down which were tried.</param>
internal sealed class RungWay(ScriptedServer server, Func<TransportRung, StreamFailure?> failing, List<TransportRung> tried) : ISyncTransport
{
    public ISyncStream Open(string? token, TransportRung rung)
    {
        tried.Add(rung);
        return failing(rung) is { } failure ? throw failure : server.Begin(token);
    }

    public void Dispose()
    {
    }
}
