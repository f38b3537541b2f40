namespace TopGun.Client.Connection.Ladder;

/// <summary>Decides which way to the server is tried next. Only <see cref="Climb"/> may be called from other threads than the one that connects.</summary>
internal sealed class RungChoice
{
    // Below which nothing is left to try, a slow server is waited for.
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly TransportMode _mode;
    private readonly string _address;
    private readonly IRungMemory _memory;
    private readonly TimeProvider _time;
    private int _climbs;

    /// <summary>Makes a choice for a server.</summary>
    public RungChoice(TransportMode mode, string address, IRungMemory memory, TimeProvider time)
    {
        (_mode, _address, _memory, _time) = (mode, address, memory, time);
        Rung = Top;
    }

    /// <summary>The rung to try.</summary>
    public TransportRung Rung { get; private set; }

    /// <summary>Why it is not the one above; null on the highest.</summary>
    public string? Reason { get; private set; }

    /// <summary>How long a Welcome is waited for.</summary>
    public TimeSpan WelcomePatience => IsLowest ? LastPatience : Patience;

    /// <summary>How long a conversation on this rung may last until the ones above are tried again; null for ever.</summary>
    public TimeSpan? ClimbIn => Rung == Top ? null : _memory.Find(_address)?.LeftAt(_time.GetUtcNow());

    /// <summary>Whether there is a choice.</summary>
    public bool MayClimb => _mode == TransportMode.Auto;

    private bool IsLowest => _mode != TransportMode.Auto || Rung == TransportRung.LongPolling;

    private TransportRung Top => _mode switch
    {
        TransportMode.WebStreaming => TransportRung.WebStreaming,
        TransportMode.LongPolling => TransportRung.LongPolling,
        _ => TransportRung.Streaming,
    };

    /// <summary>A round of attempts begins: at the rung that worked last, or at the top when that is long ago or <see cref="Climb"/> was called.</summary>
    public void Begin()
    {
        var climbs = Interlocked.Exchange(ref _climbs, 0) > 0;
        var remembered = _mode == TransportMode.Auto && !climbs ? Valid() : null;
        (Rung, Reason) = remembered is null ? (Top, null) : (remembered.Rung, remembered.Reason);
    }

    /// <summary>The rung did not get through to a Welcome.</summary>
    /// <param name="why">What happened, for people.</param>
    /// <returns>Whether there is one below, which is now to be tried. If not, the next round begins at the top.</returns>
    public bool StepDown(string why)
    {
        if (_mode != TransportMode.Auto) return false;
        if (IsLowest)
        {
            _memory.Forget(_address);
            return false;
        }

        Reason = $"{Rung}: {why}";
        Rung++;
        return true;
    }

    /// <summary>The server has welcomed the client on this rung.</summary>
    public void Welcomed()
    {
        if (_mode != TransportMode.Auto) return;
        if (Rung == Top) _memory.Forget(_address);
        else _memory.Remember(_address, Valid() is { } known && known.Rung == Rung ? known : Learned());
    }

    /// <summary>The next round begins at the top: the network may be another one.</summary>
    public void Climb() => Interlocked.Exchange(ref _climbs, 1);

    // In whole milliseconds, as files keep it.
    private RememberedRung Learned() => new(Rung, Reason ?? "", DateTimeOffset.FromUnixTimeMilliseconds(_time.GetUtcNow().ToUnixTimeMilliseconds()));

    private RememberedRung? Valid() => _memory.Find(_address) is { } found && found.LeftAt(_time.GetUtcNow()) > TimeSpan.Zero ? found : null;
}
