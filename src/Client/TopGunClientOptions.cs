using System.Text.Json;
using TopGun.Client.Connection;
using TopGun.Client.Connection.Ladder;
using TopGun.Client.Time;
using TopGun.Core.Replicas;

namespace TopGun.Client;

/// <summary>How a client is opened. Everything may be left out: such a client works offline, in memory.</summary>
public sealed class TopGunClientOptions
{
    /// <summary>The server's address: scheme, host and port, such as <c>http://localhost:8080</c>, or <c>https://</c> for TLS.</summary>
    /// <value>null by default: the client stays offline, and reads and writes all the same.</value>
    public string? Server { get; init; }

    /// <summary>The bearer token that says who the user is.</summary>
    /// <value>null by default. <see cref="TokenProvider"/> is asked instead where there is one.</value>
    public string? Token { get; init; }

    /// <summary>Gives a bearer token; asked anew for each connection, on a thread of the pool.</summary>
    /// <value>null by default: <see cref="Token"/> is used. What it throws becomes the reason why there is no connection.</value>
    public Func<CancellationToken, ValueTask<string>>? TokenProvider { get; init; }

    /// <summary>Which ways to the server the client may go.</summary>
    /// <value><see cref="TransportMode.Auto"/> by default: the best that gets through; <see cref="ConnectionState.Rung"/> says which that is, and
    /// <see cref="ConnectionState.RungReason"/> why. Choose another to try one, or to fail where it does not get through.</value>
    public TransportMode Transport { get; init; } = TransportMode.Auto;

    /// <summary>The file in which the replica lives, with the op log and the inbox; made where there is none. Each user has one of its own.</summary>
    /// <remarks>It belongs to one client at a time. Beside it stand its write-ahead log, <c>-wal</c>, which is part of it, and a <c>.lock</c>.</remarks>
    /// <value>null by default: the replica lives in memory, and what was not sent is gone with the process.</value>
    public string? ReplicaFile { get; init; }

    /// <summary>How many writes may wait for the server. One more fails with <see cref="ClientError.OpLogFull"/>, and is neither stored nor shown.</summary>
    /// <value>100,000 by default; 1 to 10,000,000. See <see cref="TopGunClient.WhenRoomAsync"/> for those who would rather wait.</value>
    public int MaxPendingWrites { get; init; } = 100_000;

    /// <summary>How many bytes of writes may wait for the server, as an upper bound of what travels; the write that passes it is the last that is taken.</summary>
    /// <value>256 MiB by default; 1 to 2^40.</value>
    public long MaxPendingBytes { get; init; } = 256L << 20;

    /// <summary>What happens to a <see cref="ReplicaFile"/> that is damaged; <see cref="TopGunClient.Recovery"/> says what did.</summary>
    /// <value><see cref="DamagedReplica.SetAside"/> by default.</value>
    public DamagedReplica WhenDamaged { get; init; } = DamagedReplica.SetAside;

    /// <summary>How the types of the application look in JSON; a <c>TypeInfoResolver</c> in it is asked first.</summary>
    /// <value>null by default: as on the web, with camelCase names.</value>
    public JsonSerializerOptions? JsonOptions { get; init; }

    /// <summary>The time: of timestamps, waits and heartbeats.</summary>
    /// <value>The system's by default.</value>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the replica lives, instead of a file; the client disposes of it.</summary>
    internal IReplicaStore? Store { get; init; }

    /// <summary>The way to the server, instead of gRPC to <see cref="Server"/>; the client disposes of it.</summary>
    internal ISyncTransport? Way { get; init; }

    /// <summary>What is known of the rungs of servers, instead of what this process knows.</summary>
    internal RungMemory? Rungs { get; init; }

    /// <summary>The device's clocks, instead of those that fit <see cref="TimeProvider"/>.</summary>
    internal DeviceClock? Clock { get; init; }

    /// <summary>Gives random numbers of 64 bits, instead of the system's generator.</summary>
    internal Func<ulong>? Random { get; init; }
}
