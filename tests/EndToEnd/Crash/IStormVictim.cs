using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Crash;

/// <summary>What breaks in a storm, again and again.</summary>
internal interface IStormVictim : IAsyncDisposable
{
    /// <summary>A server that runs, on what the last break left.</summary>
    Task<ServerProcess> StartAsync();

    /// <summary>Breaks it while ops are on their way.</summary>
    Task BreakAsync();
}
