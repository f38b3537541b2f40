using TopGun.Client.Connection;

namespace TopGun.Client.Tests.Server;

/// <summary>A client's way to a scripted server.</summary>
internal sealed class ScriptedTransport(ScriptedServer server) : ISyncTransport
{
    public ISyncStream Open(string? token, TransportRung rung) => server.Begin(token);

    public void Dispose()
    {
    }
}
