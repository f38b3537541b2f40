using System.Diagnostics;

namespace TwoDevices;

/// <summary>The server as the story handles it: started on a data file, and killed.</summary>
internal sealed class ServerProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServerProcess(Process process) => _process = process;

    /// <summary>Where it can be reached.</summary>
    public string Address { get; private set; } = "";

    /// <summary>A token for it.</summary>
    public string Token { get; private set; } = "";

    /// <summary>Starts it, and waits until it takes streams.</summary>
    /// <param name="executable">The server's executable.</param>
    /// <param name="data">Its data file.</param>
    /// <param name="port">Its port; 0 for a free one.</param>
    public static async Task<ServerProcess> StartAsync(string executable, string data, int port)
    {
        var start = new ProcessStartInfo(executable) { RedirectStandardOutput = true };
        start.Environment["WEB_PORT"] = "0";
        foreach (var argument in (string[])["serve", "--dev", "--data", data, "--port", $"{port}"]) start.ArgumentList.Add(argument);
        var server = new ServerProcess(Process.Start(start)!);
        var ready = new TaskCompletionSource();
        server._process.OutputDataReceived += (_, line) => server.Hear(line.Data, ready);
        server._process.BeginOutputReadLine();
        await ready.Task.WaitAsync(Patience);
        return server;
    }

    /// <summary>SIGKILL: it gets no chance to tidy up.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
    }

    private void Hear(string? line, TaskCompletionSource ready)
    {
        switch (line?.Split(' ', 2, StringSplitOptions.TrimEntries))
        {
            case null: ready.TrySetException(new InvalidOperationException("The server ended before it was ready.")); break;
            case ["grpc:", var address]: Address = address; break;
            case ["token:", var token]: Token = token; break;
            case ["ready"]: ready.TrySetResult(); break;
        }
    }
}
