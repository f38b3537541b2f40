using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;

namespace TopGun.Grpc.Server.Calls;

/// <summary>The address of a client in the form that gRPC gives it.</summary>
internal static class PeerName
{
    /// <summary>Such as <c>ipv4:127.0.0.1:40000</c> or <c>ipv6:[::1]:40000</c>.</summary>
    public static string Of(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: AddressFamily.InterNetworkV6 } ip => Text("ipv6", new IPEndPoint(ip, connection.RemotePort)),
        var ip => Text("ipv4", new IPEndPoint(ip, connection.RemotePort)),
    };

    private static string Text(string kind, IPEndPoint address) => string.Create(CultureInfo.InvariantCulture, $"{kind}:{address}");
}
