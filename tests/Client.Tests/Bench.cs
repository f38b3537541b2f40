using TopGun.Client.Connection;
using TopGun.Client.Tests.Server;
using TopGun.Core.Replicas;

namespace TopGun.Client.Tests;

/// <summary>A scripted server, clients of it, a time that stands still and a directory: what most tests need.</summary>
internal sealed class Bench : IAsyncDisposable
{
    private readonly List<TopGunClient> _clients = [];
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("topgun-client-");
    private ulong _random = 1;

    public Bench() => Server = new ScriptedServer(Time);

    public ManualTime Time { get; } = new();

    /// <summary>The clients that were opened, in order.</summary>
    public IReadOnlyList<TopGunClient> Clients => _clients;

    public ScriptedServer Server { get; }

    /// <summary>A path in a directory of this test's own.</summary>
    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>A client of the server.</summary>
    /// <param name="file">The name of its replica file; null for one in memory.</param>
    /// <param name="token">Its token, which is the user's name here.</param>
    /// <param name="store">Its store, instead.</param>
    public TopGunClient Open(string? file = null, string? token = "alice", IReplicaStore? store = null)
        => Open(new TopGunClientOptions
        {
            Way = Server.Way(),
            Transport = TransportMode.Streaming,
            Token = token,
            ReplicaFile = file is null ? null : PathOf(file),
            Store = store,
            TimeProvider = Time,
            Random = NextRandom,
        });

    /// <summary>A client that has no server.</summary>
    public TopGunClient OpenOffline(string? file = null)
        => Open(new TopGunClientOptions { ReplicaFile = file is null ? null : PathOf(file), TimeProvider = Time, Random = NextRandom });

    public TopGunClient Open(TopGunClientOptions options)
    {
        var client = TopGunClient.Open(options);
        _clients.Add(client);
        return client;
    }

    /// <summary>The same numbers in each run; different ones for each call.</summary>
    public ulong NextRandom() => Interlocked.Increment(ref _random) * 0x9E37_79B9_7F4A_7C15;

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
