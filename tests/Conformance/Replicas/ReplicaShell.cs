using System.Diagnostics;
using TopGun.EndToEnd.Processes;

namespace TopGun.Conformance.Replicas;

/// <summary>The example of a replica in a language, as a process that takes commands line by line.</summary>
internal sealed class ReplicaShell : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private ReplicaShell(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Opens a replica.</summary>
    /// <param name="language">The folder below clients-gen.</param>
    /// <param name="file">Its file.</param>
    /// <param name="address">Where it finds the server, as host:port.</param>
    /// <param name="token">As whom it comes.</param>
    /// <param name="map">The map.</param>
    public static ReplicaShell Open(string language, string file, string address, string token, string map)
    {
        var variables = new Dictionary<string, string> { ["TOPGUN_ADDRESS"] = address, ["TOPGUN_TOKEN"] = token };
        var start = ProgramRun.Describe(Path.Combine(Built.Root, "clients-gen", language, "examples", "run.sh"), [file, map], variables);
        start.RedirectStandardInput = true;
        return new ReplicaShell(Process.Start(start)!);
    }

    /// <summary>Gives it a command, and waits for what it answers.</summary>
    public async Task<string> AskAsync(string command)
    {
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        await _process.StandardInput.WriteLineAsync(command.AsMemory(), patience.Token);
        await _process.StandardInput.FlushAsync(patience.Token);
        return await _process.StandardOutput.ReadLineAsync(patience.Token) ?? throw new InvalidOperationException($"It ended at '{command}': {await _errors}");
    }

    /// <summary>SIGKILL, if it still runs: it gets no chance to tidy up.</summary>
    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
