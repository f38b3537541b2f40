namespace TopGun.EndToEnd.Processes;

/// <summary>A server that is killed and started again on the same data, while clients find it at one address after the other.</summary>
internal sealed class House(string data, string? config) : IAsyncDisposable
{
    private volatile ServerProcess? _server;
    private volatile TaskCompletionSource _isUp = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How often it was killed.</summary>
    public int Kills { get; private set; }

    /// <summary>A token for it, of the user 'dev'; it holds over restarts.</summary>
    public string Token => Server.Token;

    /// <summary>Where it is now.</summary>
    public Uri Address => new(Server.Address);

    private ServerProcess Server => _server ?? throw new InvalidOperationException("The server was not started.");

    /// <summary>Completes when it takes streams.</summary>
    public Task WhenUpAsync() => _isUp.Task.WaitAsync(ProgramRun.Patience);

    /// <summary>Starts it.</summary>
    public async Task StartAsync()
    {
        _server = config is null ? await ServerProcess.StartAsync(data) : await ServerProcess.StartWithAsync(data, config);
        _isUp.TrySetResult();
    }

    /// <summary>SIGKILL, and a new start.</summary>
    public async Task KillAsync()
    {
        _isUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Server.KillAsync();
        await Server.DisposeAsync();
        Kills++;
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is { } server) await server.DisposeAsync();
    }
}
