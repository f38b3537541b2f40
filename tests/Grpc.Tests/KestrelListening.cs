using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TopGun.Grpc.Tests;

/// <summary>Ports for test hosts.</summary>
internal static class KestrelListening
{
    public static void ListenLocalhostOnFreePort(
        this KestrelServerOptions server, HttpProtocols protocols, Action<ListenOptions>? more = null)
        => server.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = protocols;
            more?.Invoke(listen);
        });
}
