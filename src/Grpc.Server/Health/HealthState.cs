namespace TopGun.Grpc.Server.Health;

/// <summary>Whether the server takes calls, and who is told when that changes. Safe for many threads at once.</summary>
internal sealed class HealthState
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = New();
    private HealthPhase _phase = HealthPhase.Starting;

    /// <summary>Where the server stands, and a task that ends when it stands elsewhere.</summary>
    public (HealthPhase Phase, Task Changed) Current
    {
        get
        {
            lock (_gate) return (_phase, _changed.Task);
        }
    }

    /// <summary>Moves on; backwards it does not go.</summary>
    public void Move(HealthPhase phase)
    {
        lock (_gate)
        {
            if (phase <= _phase) return;
            _phase = phase;
            _changed.SetResult();
            _changed = New();
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
