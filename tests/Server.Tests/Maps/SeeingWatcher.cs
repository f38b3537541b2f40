using System.Collections.Concurrent;
using TopGun.Server.Maps;
using TopGun.Server.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>A subscriber that looks whenever it is told to, and holds what it sees against what is stored at that moment (INV-PAR-1).</summary>
internal sealed class SeeingWatcher(PartitionExecutor executor, MemoryStore store) : IMapWatcher
{
    private readonly ConcurrentQueue<string> _uncommitted = new();
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _times;

    /// <summary>What was shown although the store did not hold it.</summary>
    public IReadOnlyCollection<string> Uncommitted => _uncommitted;

    public int Times => _times;

    /// <summary>Completes when it was told for the first time.</summary>
    public Task Told => _told.Task;

    public void MapChanged(string map)
    {
        Interlocked.Increment(ref _times);
        var shown = executor.Read(partition => partition.ReadChanges(map, 0, int.MaxValue).Records);
        var stored = store.LoadAsync(map, CancellationToken.None).AsTask().Result.Records.ToDictionary(record => record.Key, record => record.Version);
        foreach (var record in shown)
            if (stored.GetValueOrDefault(record.Key) < record.Version) _uncommitted.Enqueue($"{record.Key}@{record.Version}");
        _told.TrySetResult();
    }
}
