using System.Threading.Channels;

namespace TopGun.Client.Connection;

/// <summary>Wakes one waiting loop; set several times before the loop looks, it wakes it once. Safe for many threads at once.</summary>
internal sealed class Signal
{
    private readonly Channel<bool> _channel = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Wakes the loop, now or when it waits next.</summary>
    public void Set() => _channel.Writer.TryWrite(true);

    /// <summary>Forgets that it was set.</summary>
    public void Clear() => _channel.Reader.TryRead(out _);

    /// <summary>Waits until it is set.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) => await _channel.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
}
