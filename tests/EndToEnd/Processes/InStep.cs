using TopGun.Client;
using TopGun.Client.Connection;

namespace TopGun.EndToEnd.Processes;

/// <summary>Waits for what an application can wait for only by looking.</summary>
internal static class InStep
{
    /// <summary>Connects a client anew: when it is in step then, it has seen everything that was committed before.</summary>
    public static async Task ReachAsync(TopGunClient client)
    {
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        await client.WhenSyncedAsync(patience.Token);
        await using var states = client.StatesAsync(patience.Token).GetAsyncEnumerator();
        // From here on no state is missed, so the one of the old connection is not taken for one of the new.
        await states.MoveNextAsync();
        client.ReconnectNow();
        while (states.Current.IsConnected) await states.MoveNextAsync();
        while (states.Current.Phase != ConnectionPhase.Synced) await states.MoveNextAsync();
    }

    /// <summary>Cuts a client's connection, and waits until it has none.</summary>
    public static async Task LeaveAsync(TopGunClient client)
    {
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        await using var states = client.StatesAsync(patience.Token).GetAsyncEnumerator();
        await states.MoveNextAsync();
        client.ReconnectNow();
        while (states.Current.IsConnected) await states.MoveNextAsync();
    }
}
