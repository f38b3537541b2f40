using System.Diagnostics;

namespace TopGun.Grpc.Tests.Interop;

/// <summary>A program of another language that plays cases against a server, and prints a line for each.</summary>
internal static class ForeignProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly Lazy<Task> Packages = new(InstallAsync);

    /// <summary>Where the programs lie.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Interop");

    /// <summary>Where the contracts of the tests lie.</summary>
    public static string Protos { get; } = Path.Combine(AppContext.BaseDirectory, "Protos");

    /// <summary>The path of a program; skips the test when this machine does not have it.</summary>
    public static string Require(string name)
    {
        // The system's own first: another Python on the path has none of the system's packages.
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Prepend("/usr/bin");
        var found = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"{name} is not installed; scripts/install-test-tools.sh installs it.");
        return found!;
    }

    /// <summary>Waits for the packages of the programs on Node.</summary>
    public static async Task<string> RequireNodeAsync()
    {
        var node = Require("node");
        Require("npm");
        await Packages.Value;
        return node;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {await output}{await errors}");
            return await output;
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts a program in the folder of the programs.</summary>
    public static Process Start(string program, params string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        WorkingDirectory = Folder,
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    /// <summary>Every line says that a case went well, and there are as many as the program has cases.</summary>
    public static void AllWent(string output, int cases)
    {
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.StartsWith("ok ", line));
        Assert.Equal(cases, lines.Length);
    }

    private static async Task InstallAsync()
    {
        // What was installed for another list of packages is not enough.
        var (wanted, stamp) = (Path.Combine(Folder, "package.json"), Path.Combine(Folder, "node_modules", "installed.json"));
        if (File.Exists(stamp) && await File.ReadAllTextAsync(stamp) == await File.ReadAllTextAsync(wanted)) return;
        await RunAsync("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts");
        File.Copy(wanted, stamp, overwrite: true);
    }
}
