using System.Collections.Concurrent;
using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Protocol.Records;
using TopGun.Server.Maps;
using TopGun.Server.Storage;
using TopGun.Server.Tests.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>One executor over a store in memory that fails when a test says so, with an eye on everything that it lets others see.</summary>
internal sealed class ExecutorBench : IAsyncDisposable
{
    public const string Map = "notes";

    private readonly MemoryStore _memory = new();
    private readonly ConcurrentQueue<Exception> _fatal = new();

    public ExecutorBench(Access? access = null, PartitionOptions? options = null)
    {
        Damage = new DamagedMapStore(_memory);
        Inner = new FaultInjectingStore(Damage);
        Store = new FaultInjectingStore(Inner);
        var settings = new PartitionSettings(options ?? new PartitionOptions(), RecordCodec.Instance, access ?? new Access(), Time);
        Executor = new PartitionExecutor(PartitionId.Of(Map), Store, settings, Log.CreateLogger(""), _fatal.Enqueue);
        Seen = new SeeingWatcher(Executor, _memory);
        Executor.Watchers.Add(Map, Seen);
    }

    public ManualTime Time { get; } = new();

    public ErrorLog Log { get; } = new();

    /// <summary>The store as the executor sees it; what it does wrong, it does before the one below is asked.</summary>
    public FaultInjectingStore Store { get; }

    /// <summary>The store below: it fails while the one above hangs.</summary>
    public FaultInjectingStore Inner { get; }

    public DamagedMapStore Damage { get; }

    public PartitionExecutor Executor { get; }

    /// <summary>Everything that a subscriber of the map was ever shown.</summary>
    public SeeingWatcher Seen { get; }

    public IReadOnlyCollection<Exception> Fatal => _fatal;

    /// <summary>A name of another map in the same partition.</summary>
    public static string Neighbour { get; } = Enumerable.Range(0, 10_000).Select(number => $"neighbour-{number}")
        .First(name => PartitionId.Of(name) == PartitionId.Of(Map));

    /// <summary>Hands a batch over; completes with its answer.</summary>
    public Task<BatchReceipt> Send(OpBatch batch, Principal? principal = null)
    {
        var answer = new TaskCompletionSource<BatchReceipt>(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(Executor.Post(new BatchWork(batch, principal ?? Access.Alice, answer.SetResult)));
        return answer.Task;
    }

    /// <summary>Completes when everything that was handed over so far has been looked at, committed or not; fails if the map can't be loaded.</summary>
    public Task LookedAt(string map = Map)
    {
        var loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(Executor.Post(new LoadWork(map, () => loaded.SetResult(), failure => loaded.SetException(failure))));
        return loaded.Task;
    }

    /// <summary>The results of a writer that everybody may see.</summary>
    public string[] Results(TestWriter writer) => Executor.Read(partition => partition
        .ReadResults(writer.Map, writer.Id, 0, int.MaxValue)
        .Select(result => $"{result.Number} {result.Code} {result.Version}").ToArray());

    /// <summary>The records that everybody may see, as <c>key@version</c>.</summary>
    public string[] Records(string map = Map)
        => Executor.Read(partition => partition.ReadChanges(map, 0, int.MaxValue).Records.Select(record => $"{record.Key}@{record.Version}").ToArray());

    /// <summary>The versions of the records that everybody may see, in order.</summary>
    public IEnumerable<int> Versions() => Records().Select(record => int.Parse(record[(record.IndexOf('@') + 1)..]));

    /// <summary>A batch was not taken, for now, from an op on.</summary>
    public static void AssertUnavailable(long next, BatchReceipt receipt)
    {
        Assert.Equal(ErrorCode.Unavailable, receipt.Stopped?.Error.Code);
        Assert.Equal(next, receipt.Stopped!.NextNumber);
        Assert.True(receipt.Stopped.Error.RetryAfterMs > 0);
    }

    /// <summary>The records that the store holds, as <c>key@version</c>.</summary>
    public async Task<string[]> Stored(string map = Map)
        => [.. (await _memory.LoadAsync(map, CancellationToken.None)).Records.Select(record => $"{record.Key}@{record.Version}")];

    /// <summary>Lets another process take the partition.</summary>
    public async Task TakeOver() => await _memory.TakeAsync(PartitionId.Of(Map), 0xBAD, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Executor.DisposeAsync();
        Log.Verify();
    }
}
