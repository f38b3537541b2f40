using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TopGun.Client.Connection;
using TopGun.Client.Connection.Ladder;
using TopGun.Client.Counters;
using TopGun.Client.Json;
using TopGun.Client.Maps;
using TopGun.Client.Rejections;
using TopGun.Client.Replicas;
using TopGun.Client.Replicas.Sqlite;
using TopGun.Client.Replicas.Sqlite.Salvage;
using TopGun.Client.Resolvers;
using TopGun.Client.Sets;
using TopGun.Client.Time;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Protocol.Records;

namespace TopGun.Client;

/// <summary>A replica of maps on this device, which keeps itself in step with a server. Safe for many threads at once.</summary>
/// <remarks>
/// Reads and writes need no connection, from the first line on. A write returns when it is durable on this device; it is shown at
/// once, and sent, and sent again, until the server has answered. What the server refuses is undone and waits in
/// <see cref="Rejections"/>. After <see cref="DisposeAsync"/> everything throws <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class TopGunClient : IAsyncDisposable
{
    internal const string Reflects = "Finds out about the type by reflection; pass a JsonTypeInfo or a JsonSerializerContext in a trimmed application.";

    private readonly TopGunClientOptions _options;
    private readonly LiveReplica _replica;
    private readonly ServerLink _link;
    private bool _isDisposed;

    private TopGunClient(TopGunClientOptions options, IReplicaStore store)
    {
        _options = options;
        var random = options.Random ?? DrawRandom;
        var replica = new Replica(store, RecordCodec.Instance, random);
        NodeId = replica.NodeId;
        _replica = new LiveReplica(
            store, replica, options.Clock ?? DeviceClock.For(options.TimeProvider), new OpLogBound(options.MaxPendingWrites, options.MaxPendingBytes));
        var transport = options.Way ?? (options.Server is { } server ? new GrpcTransport(server, options.TimeProvider) : null);
        IRungMemory known = options.Rungs ?? RungMemory.Process;
        if (store is IWayStore file) known = new DurableRungs(known, file, _replica);
        var rungs = new RungChoice(options.Transport, options.Server ?? "", known, options.TimeProvider);
        _link = new ServerLink(_replica, transport, rungs, new TokenSource(options.Token, options.TokenProvider), options.TimeProvider, random);
        _replica.Written = _link.Wake;
        Rejections = new RejectionInbox(_replica);
        Resolvers = new ResolverClient(_replica, _link, Rejections);
    }

    /// <summary>The name of this replica: random, drawn when its file was made, and bound to its user at the first connection.</summary>
    public string NodeId { get; }

    /// <summary>Writes that did not come into effect, kept until the application discards or retries them.</summary>
    public RejectionInbox Rejections { get; }

    /// <summary>The conflict resolvers of the server's maps.</summary>
    public ResolverClient Resolvers { get; }

    /// <summary>Where the client stands with its server, since when and why.</summary>
    public ConnectionState State => _link.States.Current;

    /// <summary>What became of the replica file when it was found damaged as this client was opened; null when it was not.</summary>
    public ReplicaRecovery? Recovery { get; private init; }

    /// <summary>How many writes the server has not answered yet.</summary>
    public int PendingCount => _replica.Read(replica => replica.UnsettledCount);

    /// <summary>How much of what this device has written is settled.</summary>
    public SavedState Saved => _replica.Read(replica => new SavedState(replica.UnsettledCount, replica.Rejections.Count()));

    /// <summary>Opens a replica and begins to connect; it does not wait for the server.</summary>
    /// <exception cref="TopGunClientException">The replica file can't be opened; the message names it and the cure.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static TopGunClient Open(TopGunClientOptions options)
    {
        Require(nameof(options.MaxPendingWrites), options.MaxPendingWrites, 10_000_000);
        Require(nameof(options.MaxPendingBytes), options.MaxPendingBytes, 1L << 40);
        ReplicaRecovery? recovery = null;
        var store = options.Store ?? OpenStore(options, out recovery);
        try
        {
            var client = new TopGunClient(options, store) { Recovery = recovery };
            client._link.Start();
            return client;
        }
        catch (Exception)
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>A map of values as they are stored. From now on the client fetches its state and follows it.</summary>
    /// <remarks>A stream follows at most 100 maps unless the server says otherwise; one too many says so in its <see cref="LwwMap.Refusal"/>.</remarks>
    /// <param name="name">The map's name; 1 to 128 bytes of UTF-8 unless the server says otherwise.</param>
    /// <exception cref="TopGunClientException">The name is too long.</exception>
    public LwwMap GetMap(string name) => GetMap(name, MapQuery.All);

    /// <summary>A part of a map: the records that a query finds, cut to its fields. From now on the client fetches and follows them, and nothing else of the map.</summary>
    /// <remarks>
    /// <para>
    /// What a replica holds of a map it holds over restarts, until <see cref="LwwMap.Release"/>: further calls with other queries add to it, and one without a query adds the
    /// whole map. The map shows all that is held, and this device's writes that wait. A record that leaves the query goes from the replica, unless something else holds it.
    /// </para>
    /// <para>
    /// With fields, records are held in part, with these fields and those that the query looks at: they can be patched and removed, not set.
    /// Each query counts as a map where the server bounds what a stream follows.
    /// </para>
    /// <para>
    /// With a limit the part is a window: the first rows in the query's order, kept in step whatever becomes of them; at most 1,000 unless the server says otherwise. What stands behind is not held, so a write that
    /// takes a row out shows it at the end until the next one has come. <see cref="LwwMap{T}.Observe(MapQuery, SynchronizationContext?)"/> shows it as a list, <see cref="LwwMap.Query"/> reads it. A server that is
    /// too old for an order, a limit or a place to begin is not asked, and the part says so in its <see cref="MapPart.Refusal"/>.
    /// </para>
    /// </remarks>
    /// <param name="name">The map's name; 1 to 128 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="query">Which records, and which of their fields, each named by a single name; <see cref="MapQuery.All"/> for the whole map.</param>
    /// <exception cref="TopGunClientException">The name is too long, or the query is over a bound or makes no part: <see cref="ClientError.InvalidQuery"/>.</exception>
    public LwwMap GetMap(string name, MapQuery query)
    {
        var map = Open(name);
        map.Hold(query);
        return map;
    }

    /// <summary>A part of a map of objects of a type, by reflection.</summary>
    /// <inheritdoc cref="GetMap(string, MapQuery)"/>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public LwwMap<T> GetMap<T>(string name, MapQuery query) => GetMap(name, query, (JsonTypeInfo<T>)ReflectedJson.For(_options.JsonOptions).GetTypeInfo(typeof(T)));

    /// <summary>A part of a map of objects of a type, without reflection.</summary>
    /// <inheritdoc cref="GetMap(string, MapQuery)"/>
    /// <param name="name">The map's name; 1 to 128 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="query">Which records, and which of their fields, each named by a single name; <see cref="MapQuery.All"/> for the whole map.</param>
    /// <param name="type">How the type looks in JSON.</param>
    public LwwMap<T> GetMap<T>(string name, MapQuery query, JsonTypeInfo<T> type) => new(GetMap(name, query), type, Rejections);

    /// <summary>A map of objects of a type, by reflection. From now on the client fetches its state and follows it.</summary>
    /// <param name="name">The map's name; 1 to 128 bytes of UTF-8 unless the server says otherwise.</param>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public LwwMap<T> GetMap<T>(string name) => GetMap(name, (JsonTypeInfo<T>)ReflectedJson.For(_options.JsonOptions).GetTypeInfo(typeof(T)));

    /// <summary>A map of objects of a type, without reflection. From now on the client fetches its state and follows it.</summary>
    /// <param name="name">The map's name; 1 to 128 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="type">How the type looks in JSON.</param>
    public LwwMap<T> GetMap<T>(string name, JsonTypeInfo<T> type) => new(GetMap(name), type, Rejections);

    /// <summary>A map of objects of a type, without reflection. From now on the client fetches its state and follows it.</summary>
    /// <param name="name">The map's name; 1 to 128 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="context">A source-generated context that knows the type.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public LwwMap<T> GetMap<T>(string name, JsonSerializerContext context)
        => GetMap(name, context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
            ?? throw new ArgumentException($"{context.GetType().Name} does not know {typeof(T).Name}; add [JsonSerializable(typeof({typeof(T).Name}))] to it.", nameof(context)));

    /// <summary>A map of sets of elements as they are stored. From now on the client fetches its state and follows it.</summary>
    /// <param name="name">The map's name; 1 to 128 bytes of UTF-8 unless the server says otherwise.</param>
    /// <exception cref="TopGunClientException">The name is too long.</exception>
    public OrMap GetOrMap(string name) => new(GetMap(name), Rejections);

    /// <summary>A map of sets of elements of a type, by reflection. From now on the client fetches its state and follows it.</summary>
    /// <param name="name">The map's name; 1 to 128 bytes of UTF-8 unless the server says otherwise.</param>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public OrMap<T> GetOrMap<T>(string name) => GetOrMap(name, (JsonTypeInfo<T>)ReflectedJson.For(_options.JsonOptions).GetTypeInfo(typeof(T)));

    /// <summary>A map of sets of elements of a type, without reflection. From now on the client fetches its state and follows it.</summary>
    /// <param name="name">The map's name; 1 to 128 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="type">How the type looks in JSON.</param>
    public OrMap<T> GetOrMap<T>(string name, JsonTypeInfo<T> type) => new(GetOrMap(name), type);

    /// <summary>A map of counters. From now on the client fetches its state and follows it.</summary>
    /// <param name="name">The map's name; 1 to 128 bytes of UTF-8 unless the server says otherwise.</param>
    /// <exception cref="TopGunClientException">The name is too long.</exception>
    public PnCounterMap GetCounters(string name) => new(GetMap(name), Rejections);

    /// <summary>The state now, and then each that follows, until the client is disposed of. A listener that sleeps misses the oldest.</summary>
    public IAsyncEnumerable<ConnectionState> StatesAsync(CancellationToken cancellationToken = default) => _link.States.ListenAsync(cancellationToken);

    /// <summary>Completes when the server has answered every write, also those of earlier runs; says how many it refused.</summary>
    /// <exception cref="InvalidOperationException">There are writes, and no server that could answer.</exception>
    public async Task<SavedState> WhenSavedAsync(CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var stepped = _replica.Stepped.Next();
            if (Saved is { IsSaved: true } saved) return saved;
            RequireServer();
            await stepped.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes as soon as there is room: for applications that would rather wait than be told that too much is waiting.</summary>
    /// <remarks>Until it completes nothing is stored or shown. What waits longest does not go first.</remarks>
    /// <param name="write">Makes one write, such as <c>() => map.Set(key, value)</c>. Called again each time there may be room.</param>
    /// <param name="cancellationToken">Ends the wait; nothing was written.</param>
    /// <exception cref="TopGunClientException">The write failed for another reason.</exception>
    /// <exception cref="InvalidOperationException">There is no server that could make room.</exception>
    public async Task<PendingWrite> WhenRoomAsync(Func<PendingWrite> write, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            var stepped = _replica.Stepped.Next();
            try
            {
                return write();
            }
            catch (TopGunClientException error) when (error.Error == ClientError.OpLogFull)
            {
                RequireServer();
            }

            await stepped.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Completes when all maps in use have reached the server's state.</summary>
    /// <exception cref="InvalidOperationException">The client has no server's address.</exception>
    public async Task WhenSyncedAsync(CancellationToken cancellationToken = default)
    {
        RequireServer();
        await foreach (var state in StatesAsync(cancellationToken).ConfigureAwait(false))
            if (state.Phase == ConnectionPhase.Synced) return;
        throw new ObjectDisposedException(nameof(TopGunClient));
    }

    /// <summary>Rebuilds the replica of a map, or of the parts that are held of it, from the server: for when its file is not trusted. Writes that were not sent are kept, and so is the inbox.</summary>
    /// <remarks>
    /// It begins when the map has reached the server's state once, and completes when all of it has come anew; until then the map shows what it did. An
    /// interruption takes it up where it was, also after a restart.
    /// </remarks>
    /// <param name="map">The map's name.</param>
    /// <param name="cancellationToken">Ends the wait; what has begun goes on.</param>
    /// <exception cref="InvalidOperationException">The client has no server's address, or the server does not show the map.</exception>
    public async Task ResetAsync(string map, CancellationToken cancellationToken = default)
    {
        RequireServer();
        if (_replica.Read(replica => replica.HoldsWhole(map) || replica.PartsOf(map).Count == 0)) GetMap(map);
        else _link.UseParts(map);
        for (var isBegun = false; ;)
        {
            var stepped = _replica.Stepped.Next();
            if (!isBegun && _link.WhyEnded(map) is { } refusal) throw new InvalidOperationException($"The server does not show map {map}: {refusal.Message}");
            isBegun = isBegun || _link.Rebuild(map);
            if (isBegun && _replica.Read(replica => replica.MapOf(map).Resetting == ResetReason.None && replica.PartsOf(map).All(part => part.Resetting == ResetReason.None))) return;
            await stepped.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Connects at once: for when the application comes back to the foreground, or the network is known to be back.</summary>
    /// <remarks>It begins with the best way to the server, whichever got through before.</remarks>
    public void ReconnectNow() => _link.ReconnectNow();

    /// <summary>From now on this is the token, also instead of a provider; the client connects with it at once.</summary>
    public void UseToken(string token) => _link.UseToken(token);

    /// <summary>Ends the connection and closes the replica. Writes that were not sent stay in its file and are sent another time.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true)) return;
        // Here and in all that applications await: a caller may block the thread of its user interface until this is done.
        await _link.DisposeAsync().ConfigureAwait(false);
        _replica.Dispose();
    }

    private LwwMap Open(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        // Here, because a name that the server does not take would end every stream.
        var bytes = Encoding.UTF8.GetByteCount(name);
        var most = _replica.Read(replica => replica.Limits.MaxMapNameBytes);
        if (bytes > most) throw new TopGunClientException(ClientError.LimitExceeded, $"Map name of {bytes:N0} bytes; at most {most:N0} are accepted.");
        return new LwwMap(_replica, _link, name);
    }

    private static void Require(string option, long value, long most)
    {
        if (value < 1 || value > most) throw new ArgumentOutOfRangeException(option, value, $"{option} is {value:N0}; it must be 1 to {most:N0}.");
    }

    private static IReplicaStore OpenStore(TopGunClientOptions options, out ReplicaRecovery? recovery)
    {
        recovery = null;
        var random = options.Random ?? DrawRandom;
        var nodeId = DrawNodeId(random);
        if (options.ReplicaFile is not { } file) return new MemoryReplicaStore(nodeId);
        return options.WhenDamaged == DamagedReplica.Refuse
            ? SqliteReplicaStore.Open(file, nodeId)
            : ReplicaRescue.Open(file, nodeId, random, options.TimeProvider, out recovery);
    }

    private static string DrawNodeId(Func<ulong> random)
    {
        const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
        return "n" + string.Create(16, random, static (letters, random) =>
        {
            foreach (ref var letter in letters) letter = Alphabet[(int)(random() % (ulong)Alphabet.Length)];
        });
    }

    private static ulong DrawRandom() => BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));

    private void RequireServer()
    {
        if (!_link.HasServer) throw new InvalidOperationException("The client was opened without a server's address, so it can't be in step with one.");
    }
}
