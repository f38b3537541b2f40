using System.Diagnostics;

namespace TopGun.EndToEnd.Processes;

/// <summary>Runs a program to its end.</summary>
internal static class ProgramRun
{
    /// <summary>For how long anything here may take before it is taken for dead.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(5);

    /// <summary>For how long a program may take that compiles before it runs: a cold compiler on a busy machine needs minutes.</summary>
    public static TimeSpan CompilersPatience { get; } = TimeSpan.FromMinutes(8);

    /// <summary>Runs a program, and reads what it says.</summary>
    /// <exception cref="OperationCanceledException">It took longer than it may: <see cref="Patience"/> unless something else is said.</exception>
    public static async Task<ProgramEnd> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null, TimeSpan? mayTake = null)
    {
        using var process = Process.Start(Describe(program, arguments, environment, folder))!;
        try
        {
            using var patience = new CancellationTokenSource(mayTake ?? Patience);
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            return new ProgramEnd(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>How a program is started: what it says is ours to read, and no setting of this process reaches it unasked.</summary>
    public static ProcessStartInfo Describe(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? string.Empty };
        foreach (var variable in start.Environment.Keys.Where(IsOurs).ToArray()) start.Environment.Remove(variable);
        foreach (var (variable, value) in environment ?? new Dictionary<string, string>()) start.Environment[variable] = value;
        return start;
    }

    /// <summary>Whether a program can be found.</summary>
    public static bool IsInstalled(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static bool IsOurs(string variable)
        => variable.StartsWith("TOPGUN_", StringComparison.Ordinal) || variable is "PORT" or "GRPC_PORT" or "WEB_PORT";
}
