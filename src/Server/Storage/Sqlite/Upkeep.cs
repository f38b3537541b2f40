using Microsoft.Extensions.Logging;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>What the writer does between commits: it folds when it is time to, and keeps SQLite's own log short.</summary>
/// <remarks>Belongs to the writer's thread, but for <see cref="MarkDue"/>.</remarks>
internal sealed class Upkeep(StoreFile file, LogTail tail, SqliteStoreOptions options, TimeProvider time, ILogger logger)
{
    // 4 MiB: commits wait for a checkpoint, so it is small; much smaller, and pages that change often are written too often.
    private const int CheckpointPages = 1_024;

    // While nobody waits a slice may go on, but not so long that its transaction grows out of the page cache.
    private static readonly TimeSpan IdleSlice = TimeSpan.FromMilliseconds(100);

    // The log grows faster than it is folded: commits wait longer, so that it ends.
    private const int PressureFactor = 10;

    private Task<FoldPlan>? _planning;
    private Fold? _fold;
    private volatile bool _isDue;
    private volatile bool _isStalled;
    private long _foldStarted;
    private int _pages;

    /// <summary>Whether <see cref="Step"/> has something to do now.</summary>
    public bool HasWork => _planning is null && _fold is null ? ShouldStart : (_fold is not null || _planning!.IsCompleted) && (!_isStalled || _isDue);

    private bool ShouldStart => (_isDue && tail.RecentCount > 0) || tail.RecentBytes >= options.FoldAtBytes;

    private bool IsUnderPressure => tail.RecentBytes >= 4L * options.FoldAtBytes;

    /// <summary>Says that it is time to fold what there is. Safe from any thread.</summary>
    public void MarkDue() => _isDue = tail.RecentCount > 0 || _isStalled;

    /// <summary>Does a piece of work, short when commits wait.</summary>
    /// <param name="commitsWait">Whether commits wait now.</param>
    /// <param name="wake">Called, from any thread, when there is more to do.</param>
    /// <exception cref="SqliteErrorException">The medium failed.</exception>
    public void Step(Func<bool> commitsWait, Action wake)
    {
        if (_isDue) _isStalled = false;
        if (_planning is null && _fold is null)
        {
            if (ShouldStart) Plan(wake);
            _isDue = false;
        }
        else if (_planning is { IsCompleted: true })
        {
            Begin(_planning.GetAwaiter().GetResult());
        }

        try
        {
            if (_fold is not null && !_isStalled) Slice(_fold, commitsWait);
            Checkpoint(CheckpointPages);
        }
        catch (SqliteErrorException error) when (error.Fault == WriteFault.Moment)
        {
            // Nothing is lost: the log has it. The next turn of the timer tries again.
            _isStalled = true;
            _isDue = false;
            StorageLog.FoldPostponed(logger, file.Path, error.Code);
        }
    }

    /// <summary>Folds everything, and moves it into the database.</summary>
    /// <exception cref="SqliteErrorException">It can't be done now.</exception>
    public void Finish()
    {
        if (_planning is not null) Begin(_planning.GetAwaiter().GetResult());
        while (_fold is not null || tail.RecentCount > 0)
        {
            if (_fold is null) Begin(FoldPlan.Of(tail.Freeze()));
            Slice(_fold!, static () => false);
            Checkpoint(CheckpointPages);
        }

        Checkpoint(0);
    }

    // Sorting takes tens of milliseconds, in which commits would wait.
    private void Plan(Action wake)
    {
        var generation = tail.Freeze();
        _planning = Task.Run(() => FoldPlan.Of(generation));
        _planning.ContinueWith(_ => wake(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    private void Begin(FoldPlan plan)
    {
        _planning = null;
        _foldStarted = time.GetTimestamp();
        _fold = new Fold(plan, file.Database, file.Tables, tail);
    }

    private void Slice(Fold fold, Func<bool> commitsWait)
    {
        var started = time.GetTimestamp();
        var budget = IsUnderPressure ? PressureFactor * options.FoldSlice : options.FoldSlice;
        if (!fold.RunSlice(() => time.GetElapsedTime(started) is var spent && (spent >= IdleSlice || (spent >= budget && commitsWait())))) return;

        _fold = null;
        StorageLog.Folded(logger, fold.Records, fold.Writers, (long)time.GetElapsedTime(_foldStarted).TotalMilliseconds);
    }

    private void Checkpoint(int pages)
    {
        _pages += file.Database.TakePagesWritten();
        if (_pages == 0 || _pages < pages) return;

        // It moves what no load still needs, and waits for none. What is left, or failed, goes the next time.
        _pages = 0;
        file.Database.Checkpoint();
    }
}
