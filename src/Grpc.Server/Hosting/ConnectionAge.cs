using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TopGun.Grpc.Server;

/// <summary>Ends connections that have become old, so that clients spread over the servers that there are by now.</summary>
internal static class ConnectionAge
{
    /// <summary>Puts an age on the connections of a port.</summary>
    /// <param name="listen">The port.</param>
    /// <param name="age">
    /// Asked for each connection: when it is told to take no further calls (GOAWAY), and for how long its calls may go on after that
    /// before it is cut; null for never.
    /// </param>
    /// <param name="time">The clock, asked for each connection.</param>
    public static void UseConnectionAge(this ListenOptions listen, Func<(TimeSpan Most, TimeSpan Grace)?> age, Func<TimeProvider> time)
        => listen.Use(next => connection => age() is { } limit ? RunAsync(next, connection, limit.Most, limit.Grace, time()) : next(connection));

    private static async Task RunAsync(ConnectionDelegate next, ConnectionContext connection, TimeSpan most, TimeSpan grace, TimeProvider time)
    {
        await using var old = time.CreateTimer(
            _ => connection.Features.Get<IConnectionLifetimeNotificationFeature>()?.RequestClose(), null, most, Timeout.InfiniteTimeSpan);
        await using var over = time.CreateTimer(
            _ => connection.Abort(new ConnectionAbortedException("The connection has become too old.")), null, most + grace, Timeout.InfiniteTimeSpan);
        await next(connection);
    }
}
