using System.Diagnostics;
using System.Threading.Channels;

namespace TwoDevices;

/// <summary>A device as the story handles it: a process that is started, told things, and killed.</summary>
internal sealed class DeviceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly Channel<string> _answers = Channel.CreateUnbounded<string>();

    private DeviceProcess(Process process) => _process = process;

    public static DeviceProcess Start(string name, string replica, params string[] serverAndToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])["device", name, replica, .. serverAndToken]) start.ArgumentList.Add(argument);
        var device = new DeviceProcess(Process.Start(start)!);
        device._process.OutputDataReceived += (_, line) => device.Hear(line.Data);
        device._process.BeginOutputReadLine();
        return device;
    }

    /// <summary>Tells it something, and waits until it is done.</summary>
    /// <returns>The record as it shows it, and how much is not saved yet.</returns>
    public async Task<string> TellAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        return await _answers.Reader.ReadAsync().AsTask().WaitAsync(Patience);
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

    private void Hear(string? line)
    {
        if (line is null) _answers.Writer.TryComplete();
        else if (line.StartsWith("saw ", StringComparison.Ordinal)) Story.Say($"      {line[4..]}");
        else if (line.StartsWith("answer ", StringComparison.Ordinal)) _answers.Writer.TryWrite(line[7..]);
    }
}
