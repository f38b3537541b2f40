using TopGun.Client;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Resolvers;

/// <summary>A server as a process, and users with a device each.</summary>
internal sealed class Town : IAsyncDisposable
{
    private readonly Place _place = new();
    private readonly List<TopGunClient> _clients = [];
    private readonly Dictionary<string, string> _tokens = [];

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

    public async Task<string> TokenAsync(string user, params string[] roles)
    {
        var id = $"{user}: {string.Join(' ', roles)}";
        if (!_tokens.TryGetValue(id, out var token)) _tokens[id] = token = await ServerProcess.TokenAsync(_place.Data, user, roles);
        return token;
    }

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

    /// <summary>Closes all clients.</summary>
    public async Task LeaveAsync()
    {
        foreach (var client in _clients) await client.DisposeAsync();
        _clients.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        await Server.DisposeAsync();
        _place.Dispose();
    }
}
