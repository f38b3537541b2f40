using TopGun.Core.Calls;
using TopGun.Core.Partitions;
using TopGun.Server.Storage;

namespace TopGun.Server.Tests.Storage;

/// <summary>A store that fails when a test says so. Safe for many threads at once.</summary>
/// <example><code>
/// var store = new FaultInjectingStore(new MemoryStore());
/// store.Inject(StoreStep.Commit, StoreFault.UnavailableAfter);   // the next commit is stored, and nobody learns it
/// </code></example>
public sealed class FaultInjectingStore(IStore inner) : IStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StoreStep, Queue<StoreFault>> _faults = [];
    private readonly TaskCompletionSource<StoreFailedException> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _hanging = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public Task<StoreFailedException> Failure => _failure.Task;

    /// <summary>Refuses each commit for which this is true, alone or among others; null refuses none.</summary>
    public Func<PartitionCommit, bool>? RefusesIf { get; set; }

    /// <summary>How many commits were asked for.</summary>
    public int Commits { get; private set; }

    /// <summary>Makes the next steps of a kind go wrong, in the order of the calls.</summary>
    public void Inject(StoreStep step, StoreFault fault, int times = 1)
    {
        lock (_gate)
        {
            if (!_faults.TryGetValue(step, out var faults)) _faults[step] = faults = [];
            for (var i = 0; i < times; i++) faults.Enqueue(fault);
        }
    }

    /// <summary>Completes when a step hangs.</summary>
    public Task WhenHanging()
    {
        lock (_gate) return _hanging.Task;
    }

    /// <summary>Lets every step that hangs go on.</summary>
    public void Release()
    {
        lock (_gate)
        {
            _release.SetResult();
            _release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _hanging = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <inheritdoc/>
    public ValueTask<StoredPartition> TakeAsync(PartitionId partition, ulong epoch, CancellationToken cancellationToken)
        => RunAsync(StoreStep.Take, () => inner.TakeAsync(partition, epoch, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<StoredMap> LoadAsync(string map, CancellationToken cancellationToken)
        => RunAsync(StoreStep.Load, () => inner.LoadAsync(map, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MapRegistrations>> ListRegistrationsAsync(string from, int most, CancellationToken cancellationToken)
        => RunAsync(StoreStep.Load, () => inner.ListRegistrationsAsync(from, most, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<MapExpiry>> ListExpiringAsync(string from, int most, CancellationToken cancellationToken)
        => RunAsync(StoreStep.Load, () => inner.ListExpiringAsync(from, most, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<KeyedOutcome>> FindKeyedAsync(string map, string subject, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
        => RunAsync(StoreStep.Find, () => inner.FindKeyedAsync(map, subject, keys, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask CommitAsync(PartitionCommit commit, CancellationToken cancellationToken)
    {
        lock (_gate) Commits++;
        await RunAsync(StoreStep.Commit, Commit, cancellationToken);

        async ValueTask<PartitionCommit> Commit()
        {
            if (RefusesIf?.Invoke(commit) == true) throw new StoreRefusedException("The test refuses this commit.");
            await inner.CommitAsync(commit, cancellationToken);
            return commit;
        }
    }

    /// <inheritdoc/>
    public ValueTask<string> BindNodeAsync(string nodeId, string subject, CancellationToken cancellationToken)
        => RunAsync(StoreStep.Bind, () => inner.BindNodeAsync(nodeId, subject, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async ValueTask<T> RunAsync<T>(StoreStep step, Func<ValueTask<T>> run, CancellationToken cancellationToken)
    {
        var fault = Next(step);
        if (fault == StoreFault.HangBefore) await HangAsync(cancellationToken);
        ThrowBefore(step, fault);
        var result = await run();
        if (fault == StoreFault.HangAfter) await HangAsync(cancellationToken);
        if (fault == StoreFault.UnavailableAfter) throw new StoreUnavailableException($"The test lost the answer of {step}.");
        return result;
    }

    private StoreFault? Next(StoreStep step)
    {
        lock (_gate)
        {
            if (_failure.Task.IsCompleted && step != StoreStep.Load) return StoreFault.Failed;
            return _faults.TryGetValue(step, out var faults) && faults.TryDequeue(out var fault) ? fault : null;
        }
    }

    private void ThrowBefore(StoreStep step, StoreFault? fault)
    {
        switch (fault)
        {
            case StoreFault.UnavailableBefore: throw new StoreUnavailableException($"The test makes {step} unavailable.");
            case StoreFault.Refused: throw new StoreRefusedException($"The test refuses {step}.");
            case StoreFault.Deposed: throw new DeposedOwnerException($"The test deposes the owner at {step}.");
            case StoreFault.Failed:
                var failure = new StoreFailedException($"The test breaks the medium at {step}.");
                _failure.TrySetResult(failure);
                throw failure;
            default: return;
        }
    }

    private async Task HangAsync(CancellationToken cancellationToken)
    {
        Task released;
        lock (_gate)
        {
            released = _release.Task;
            _hanging.TrySetResult();
        }

        await released.WaitAsync(cancellationToken);
    }
}
