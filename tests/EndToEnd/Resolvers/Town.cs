using TopGun.Client;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Resolvers;

/// <summary>A server as a process, and users with a device each.</summary>
internal sealed class Town : IAsyncDisposable
{
    private readonly Place _place = new();
    private readonly List<TopGunClient> _clients = [];

    private Town()
    {
    }

    public ServerProcess Server { get; private set; } = null!;

    public static async Task<Town> StartAsync()
    {
        var town = new Town();
        town.Server = await ServerProcess.StartAsync(town._place.Data);
        return town;
    }

    /// <summary>Opens a client of a user, on a replica in memory.</summary>
    public async Task<TopGunClient> OpenAsync(string user, params string[] roles) => Open(await TokenAsync(user, roles), null);

    /// <summary>Opens a client of a user, on a replica file of his own.</summary>
    public async Task<TopGunClient> OpenFileAsync(string user) => Open(await TokenAsync(user), _place.File($"{user}.db"));

    public Task<string> TokenAsync(string user, params string[] roles) => ServerProcess.TokenAsync(_place.Data, user, roles);

    /// <summary>SIGKILL, and a new start on the same data; it is at another address then.</summary>
    public async Task KillAsync()
    {
        await Server.KillAsync();
        await Server.DisposeAsync();
        Server = await ServerProcess.StartAsync(_place.Data);
    }

    /// <summary>Opens a client that finds the server through an address of its own.</summary>
    public TopGunClient Open(string token, string? file, string? address = null)
    {
        var client = TopGunClient.Open(new TopGunClientOptions { Server = address ?? Server.Address, Token = token, ReplicaFile = file });
        _clients.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        await Server.DisposeAsync();
        _place.Dispose();
    }
}
