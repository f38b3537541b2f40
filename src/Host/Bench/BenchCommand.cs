using System.CommandLine;

namespace TopGun.Host.Bench;

/// <summary>The command <c>topgun bench</c>.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var server = new Option<string>("--server") { Description = "The gRPC address of a server.", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
        var token = new Option<string?>("--token") { Description = "A token for it, such as 'topgun token' prints. Default: TOPGUN_TOKEN." };
        var map = new Option<string>("--map") { Description = "The map that is written; its records stay.", DefaultValueFactory = _ => "bench" };
        var callers = new Option<int>("--callers") { Description = "Callers at once, 1 to 1000.", DefaultValueFactory = _ => 8 };
        var batch = new Option<int>("--batch") { Description = "Writes of a call, 1 to 100.", DefaultValueFactory = _ => 100 };
        var seconds = new Option<int>("--seconds") { Description = "For how long, 1 to 3600.", DefaultValueFactory = _ => 5 };
        var command = new Command("bench", "Writes to a server as fast as it takes it, and prints what it came to. Every write that is counted is durable. The user's limits hold here, too.")
        {
            server, token, map, callers, batch, seconds,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var shape = new BenchShape(
                AddressOf(parsed.GetValue(server)!),
                parsed.GetValue(token) ?? Environment.GetEnvironmentVariable("TOPGUN_TOKEN") ?? throw new StartFailure("--token is missing: give one, such as 'topgun token --sub bench --role ...' prints, or set TOPGUN_TOKEN."),
                parsed.GetValue(map)!,
                Within("--callers", parsed.GetValue(callers), 1_000),
                Within("--batch", parsed.GetValue(batch), 100),
                TimeSpan.FromSeconds(Within("--seconds", parsed.GetValue(seconds), 3_600)));
            await Console.Out.WriteLineAsync((await BenchRun.RunAsync(shape, cancellationToken)).ToString());
            return 0;
        });
        return command;
    }

    private static Uri AddressOf(string text) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        ? new Uri(text)
        : throw new StartFailure($"--server is '{text}', which is no address such as http://127.0.0.1:8080.");

    private static int Within(string name, int value, int most) => value >= 1 && value <= most ? value : throw new StartFailure($"{name} is {value}; 1 to {most} are valid.");
}
