namespace TopGun.Server.Sessions;

/// <summary>The batches of a stream that come before the time at which its client was told to come again. For one loop at a time.</summary>
/// <remarks>
/// Those that were on their way when it was told are early, too, and cost nothing but their refusal. Who goes on sending without a look at the answers is not read for as long as he was to wait: what he
/// sends then stays with him, by the flow control of the transport, and costs the server nothing. After each pause as many are taken again: behind those of one map that wait in the transport lie the other
/// maps of the client, its pings and its next token.
/// </remarks>
/// <param name="allowed">So many may be on their way.</param>
/// <param name="clock">Tells the time that passes.</param>
internal sealed class EarlyBatches(int allowed, TimeProvider clock)
{
    /// <summary>The longest pause, in milliseconds: the same stream carries what else its client asks.</summary>
    public const int MostMs = 1_000;

    private long _toldAt;
    private TimeSpan _told;
    private int _early;

    /// <summary>A batch is held back.</summary>
    /// <param name="retryAfterMs">When its client is told to come again, in milliseconds.</param>
    /// <returns>For how long the stream is not to be read; zero for not at all.</returns>
    public TimeSpan Add(int retryAfterMs)
    {
        _early = clock.GetElapsedTime(_toldAt) < _told ? _early + 1 : 0;
        (_toldAt, _told) = (clock.GetTimestamp(), TimeSpan.FromMilliseconds(retryAfterMs));
        if (_early <= allowed) return TimeSpan.Zero;
        _early = 0;
        return TimeSpan.FromMilliseconds(Math.Min(retryAfterMs, MostMs));
    }
}
