using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TopGun.EndToEnd.Processes;

/// <summary>The real server, as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private const int SigTerm = 15;
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _said = new();

    private ServerProcess(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Where it can be reached.</summary>
    public string Address { get; private set; } = "";

    /// <summary>Where it can be reached with HTTP/1.1.</summary>
    public string WebAddress { get; private set; } = "";

    /// <summary>A token for it, of the user 'dev'.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Everything it has said so far.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>Starts it on a data file and on free ports, and waits until it takes streams.</summary>
    /// <param name="data">Its data file.</param>
    /// <param name="under">A program that runs it, with arguments; none for none.</param>
    public static Task<ServerProcess> StartAsync(string data, params string[] under) => StartAsync(data, ["--dev"], under);

    /// <summary>Starts it with a configuration file.</summary>
    public static Task<ServerProcess> StartWithAsync(string data, string config) => StartAsync(data, ["--dev", "--config", config], []);

    /// <summary>Starts it with variables of its environment.</summary>
    public static Task<ServerProcess> StartWithAsync(string data, params (string Name, string Value)[] variables) => StartAsync(data, ["--dev"], [], variables);

    /// <summary>Starts it as it is started in production: it has no token to give, and everybody may do what the permissions say.</summary>
    public static Task<ServerProcess> StartGuardedAsync(string data, string secret, string permissions)
        => StartAsync(data, ["--bind", "127.0.0.1"], [], ("TOPGUN_JWT_SECRET", secret), ("TOPGUN_PERMISSIONS", permissions));

    /// <summary>Starts another build of it.</summary>
    public static Task<ServerProcess> StartProgramAsync(string program, string data) => RunAsync([program], data, ["--dev"]);

    private static Task<ServerProcess> StartAsync(string data, string[] options, string[] under, params (string Name, string Value)[] variables)
        => RunAsync([.. under, Built.TopGun], data, options, variables);

    private static async Task<ServerProcess> RunAsync(string[] program, string data, string[] options, params (string Name, string Value)[] variables)
    {
        string[] command = [.. program, "serve", "--data", data, "--port", "0", .. options];
        var server = new ServerProcess(Process.Start(ProgramRun.Describe(command[0], command[1..], variables.Append(("WEB_PORT", "0")).ToDictionary(variable => variable.Item1, variable => variable.Item2)))!);
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server._process.OutputDataReceived += (_, line) => server.Hear(line.Data, ready);
        server._process.ErrorDataReceived += (_, line) => server._said.Enqueue(line.Data ?? "");
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        try
        {
            await ready.Task.WaitAsync(ProgramRun.Patience);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>A token for another user.</summary>
    public static async Task<string> TokenAsync(string data, string user, params string[] roles)
    {
        var end = await ProgramRun.RunAsync(Built.TopGun, ["token", "--sub", user, "--dev-data", data, .. roles.SelectMany(role => new[] { "--role", role })]);
        Assert.True(end.ExitCode == 0, end.Errors);
        return end.Output.Trim();
    }

    /// <summary>SIGKILL: it gets no chance to tidy up.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync().WaitAsync(ProgramRun.Patience);
    }

    /// <summary>SIGSTOP: it stands still, and keeps everything.</summary>
    public void Pause() => Assert.Equal(0, Signal(_process.Id, SigStop));

    /// <summary>SIGCONT: it goes on as if nothing had been.</summary>
    public void Continue() => Assert.Equal(0, Signal(_process.Id, SigCont));

    /// <summary>Waits until it has ended by itself.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> WhenEndedAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(ProgramRun.Patience);
        return _process.ExitCode;
    }

    /// <summary>SIGTERM, and waits for its end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> TerminateAsync()
    {
        Assert.Equal(0, Signal(_process.Id, SigTerm));
        await _process.WaitForExitAsync().WaitAsync(ProgramRun.Patience);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);

    private void Hear(string? line, TaskCompletionSource ready)
    {
        if (line is not null) _said.Enqueue(line);
        switch (line?.Split(' ', 2, StringSplitOptions.TrimEntries))
        {
            case null: ready.TrySetException(new InvalidOperationException($"The server ended before it was ready: {Said}")); break;
            case ["grpc:", var address]: Address = address; break;
            case ["web:", var address]: WebAddress = address; break;
            case ["token:", var token]: Token = token; break;
            case ["ready"]: ready.TrySetResult(); break;
        }
    }
}
