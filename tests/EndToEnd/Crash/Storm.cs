using System.Diagnostics;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;

namespace TopGun.EndToEnd.Crash;

/// <summary>Clients that write while something breaks under them, and at the end a look at every op: none acknowledged is lost, none happened twice.</summary>
internal sealed class Storm(IStormVictim victim, ITestOutputHelper output)
{
    private const string Map = "storm";

    /// <summary>How often things break: so often, or as often as the variable says.</summary>
    public static int Breaks(string variable, int usually) => int.Parse(Environment.GetEnvironmentVariable(variable) ?? $"{usually}", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Runs it.</summary>
    /// <param name="breaks">How often it breaks with at least a hundred ops on their way.</param>
    /// <param name="open">How clients converse.</param>
    public async Task RunAsync(int breaks, Func<ServerProcess, string, Task<IWireStream>> open)
    {
        const int LeastInFlight = 100;
        var random = new Random(7);
        var alarm = new Alarm();
        StormClient[] clients = [.. Enumerable.Range(0, 4).Select(index => new StormClient(index, Map, alarm, open))];
        var inFlight = new List<int>();
        var mostRounds = breaks + (breaks / 3) + 1;
        var (rounds, looked, start) = (0, 0L, Stopwatch.GetTimestamp());

        while (inFlight.Count < breaks && rounds < mostRounds)
        {
            rounds++;
            var server = await victim.StartAsync();
            var acknowledged = clients.SelectMany(client => client.Log.Lines()).Where(line => line.Result is not null).ToArray();
            var running = clients.Select(client => client.RunAsync(server)).ToArray();

            looked += Ledger.AssertPresent(acknowledged, await Copy.FetchAsync(server.Address, server.Token, Map));
            await UntilAsync(() => clients.All(client => client.IsVerified));
            foreach (var client in clients) client.Write();
            var results = clients.Sum(client => client.Log.Answered) + random.Next(400);
            await UntilAsync(() => clients.Sum(client => client.Log.Answered) >= results && Unanswered() >= 3 * LeastInFlight);

            int[] sent = [.. clients.Select(client => client.Sent)];
            await victim.BreakAsync();
            await Task.WhenAll(running).WaitAsync(ProgramRun.Patience);

            // Not what was open a moment before, but what never got its answer: sent before the break, and silence after it.
            var died = clients.Zip(sent, (client, number) => Math.Max(0, number - client.Log.Answered)).Sum();
            if (died >= LeastInFlight) inFlight.Add(died);

            Task UntilAsync(Func<bool> condition) => alarm.UntilAsync(() => running.Any(client => client.IsCompleted) || condition());
        }

        Assert.Equal(breaks, inFlight.Count);
        var applied = await EndAsync(clients, alarm);
        output.WriteLine(
            $"{inFlight.Count} breaks with {inFlight.Min()} to {inFlight.Max()} ops in flight (at least {LeastInFlight} each), {rounds - inFlight.Count} with fewer; "
            + $"{clients.Sum(client => client.Log.Count)} ops, {applied} applied, {clients.Sum(client => client.Log.Repeats)} results repeated and equal, "
            + $"{looked} looks at acknowledged ops after restarts; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s.");

        int Unanswered() => clients.Sum(client => Math.Max(0, client.Sent - client.Log.Answered));
    }

    private async Task<int> EndAsync(StormClient[] clients, Alarm alarm)
    {
        var server = await victim.StartAsync();
        var running = clients.Select(client => client.RunAsync(server)).ToArray();
        foreach (var client in clients) client.Finish();
        await alarm.UntilAsync(() => running.Any(client => client.IsFaulted) || clients.All(client => client.IsVerified && client.IsDone(0)));
        var head = (await Copy.FetchAsync(server.Address, server.Token, Map)).Cursor!.Version;
        await alarm.UntilAsync(() => running.Any(client => client.IsFaulted) || clients.All(client => client.IsDone(head)));

        var fresh = await Copy.FetchAsync(server.Address, server.Token, Map);
        await server.KillAsync();
        await Task.WhenAll(running);
        var applied = Ledger.AssertExactlyOnce(clients.SelectMany(client => client.Log.Lines()), fresh);
        foreach (var client in clients) Copy.AssertSame(fresh, client.Copy);
        return applied;
    }
}
