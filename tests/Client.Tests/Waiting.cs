using TopGun.Client.Connection;

namespace TopGun.Client.Tests;

/// <summary>Waits for what must happen, with a bound that only a hanging test ever reaches.</summary>
internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task Soon(this Task task) => task.WaitAsync(Patience);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Patience);

    /// <summary>Waits until what a client shows of a map is so.</summary>
    public static async Task UntilAsync(this TopGunClient client, string map, Func<bool> isSo)
    {
        using var changes = client.GetMap(map).Subscribe();
        await using var each = changes.GetAsyncEnumerator();
        while (!isSo()) await each.MoveNextAsync().AsTask().Soon();
    }

    public static Task<ConnectionState> StateAsync(this TopGunClient client, Func<ConnectionState, bool> wanted)
        => client.StatesAsync().FirstAsync(wanted).AsTask().Soon();

    public static Task<ConnectionState> PhaseAsync(this TopGunClient client, ConnectionPhase phase) => client.StateAsync(state => state.Phase == phase);

    /// <summary>Waits for the end of an attempt or of a connection, for a reason.</summary>
    public static Task<ConnectionState> DisconnectAsync(this TopGunClient client, ConnectionReasonCode code)
        => client.StateAsync(state => state.Phase == ConnectionPhase.Disconnected && state.Reason?.Code == code);
}
