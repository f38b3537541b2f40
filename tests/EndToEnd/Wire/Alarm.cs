using System.Threading.Channels;

namespace TopGun.EndToEnd.Wire;

/// <summary>Wakes whoever waits for something to become true whenever it may have.</summary>
internal sealed class Alarm
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Ring() => _channel.Writer.TryWrite(true);

    /// <summary>Waits until a condition is true, and fails when it takes too long.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(Processes.ProgramRun.Patience);
        while (!condition()) await _channel.Reader.ReadAsync(patience.Token);
    }
}
