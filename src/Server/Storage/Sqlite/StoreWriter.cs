using Microsoft.Extensions.Logging;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>The one thread that writes: it commits what waits in groups, and folds and checkpoints between them.</summary>
/// <remarks>
/// Everything that changes the file, checkpoints too, happens on its one connection. SQLite has one writer at a time anyway, and
/// its versions before 3.51.3 can lose pages when one connection checkpoints while another commits
/// (https://sqlite.org/wal.html#walresetbug).
/// </remarks>
internal sealed class StoreWriter
{
    // A group ends here, so that the first in it does not wait for an endless one.
    private const int MaxGroupRequests = 1_024;
    private const int MaxGroupBytes = 16 << 20;

    private readonly StoreFile _file;
    private readonly ILogger _logger;
    private readonly GroupCommit _groupCommit;
    private readonly Upkeep _upkeep;
    private readonly object _gate = new();
    private readonly Queue<WriteRequest> _waiting = [];
    private readonly TaskCompletionSource<StoreFailedException> _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource? _foldNow;
    private StoreFailedException? _failed;
    private bool _isClosing;

    /// <summary>Starts the thread.</summary>
    public StoreWriter(StoreFile file, LogTail tail, SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        _file = file;
        _logger = logger;
        _groupCommit = new GroupCommit(file, tail, options.MaxCommitBytes, logger);
        _upkeep = new Upkeep(file, tail, options, time, logger);
        new Thread(Run) { IsBackground = true, Name = "TopGun store writer" }.Start();
    }

    /// <summary>Completes when writing has failed for good.</summary>
    public Task<StoreFailedException> Failure => _failure.Task;

    /// <summary>Hands a request over; it is written after those that were handed over before.</summary>
    public void Enqueue(WriteRequest request)
    {
        Exception? refusal = null;
        lock (_gate)
        {
            if (_failed is not null) refusal = new StoreFailedException(_failed.Message, _failed.InnerException);
            else if (_isClosing) refusal = new ObjectDisposedException(nameof(SqliteStore));
            else _waiting.Enqueue(request);
            Monitor.Pulse(_gate);
        }

        if (refusal is not null) request.Fail(refusal);
    }

    /// <summary>Lets the thread fold what there is, between commits.</summary>
    public void MarkFoldDue()
    {
        _upkeep.MarkDue();
        Wake();
    }

    /// <summary>Folds everything that is committed by now; commits wait meanwhile.</summary>
    public Task FoldAsync()
    {
        lock (_gate)
        {
            if (_failed is not null) return Task.FromException(_failed);
            ObjectDisposedException.ThrowIf(_isClosing, typeof(SqliteStore));
            _foldNow ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Monitor.Pulse(_gate);
            return _foldNow.Task;
        }
    }

    /// <summary>Writes what was handed over, folds it, and ends the thread.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            Monitor.Pulse(_gate);
        }

        return _ended.Task;
    }

    private void Wake()
    {
        lock (_gate) Monitor.Pulse(_gate);
    }

    private void Run()
    {
        var group = new List<WriteRequest>();
        try
        {
            while (WaitForWork(group))
            {
                if (group.Count > 0) _groupCommit.Run(group);
                group.Clear();
                FoldIfAsked();
                _upkeep.Step(CommitsWait, Wake);
            }

            FoldIfAsked();
            Finish();
        }
        catch (Exception error)
        {
            // Whatever it was, what the file holds now is known only to a process that reads it anew.
            Fail(error, group);
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private bool WaitForWork(List<WriteRequest> group)
    {
        lock (_gate)
        {
            while (_waiting.Count == 0 && !_isClosing && _foldNow is null && !_upkeep.HasWork) Monitor.Wait(_gate);

            var bytes = 0L;
            while (group.Count < MaxGroupRequests && bytes < MaxGroupBytes && _waiting.TryDequeue(out var request))
            {
                group.Add(request);
                bytes += request.Bytes;
            }

            return group.Count > 0 || !_isClosing;
        }
    }

    private bool CommitsWait()
    {
        lock (_gate) return _waiting.Count > 0 || _isClosing;
    }

    private void FoldIfAsked()
    {
        TaskCompletionSource? asked;
        lock (_gate) (asked, _foldNow) = (_foldNow, null);
        if (asked is null) return;
        try
        {
            _upkeep.Finish();
            asked.SetResult();
        }
        catch (SqliteErrorException error) when (error.Fault == WriteFault.Moment)
        {
            asked.SetException(new StoreUnavailableException($"The log of {_file.Path} can't be folded now ({error.Message}).", error));
        }
    }

    private void Finish()
    {
        try
        {
            _upkeep.Finish();
        }
        catch (SqliteErrorException error) when (error.Fault == WriteFault.Moment)
        {
            // The log keeps it for the next start.
            StorageLog.FoldPostponed(_logger, _file.Path, error.Code);
        }
    }

    private void Fail(Exception error, List<WriteRequest> group)
    {
        var failure = new StoreFailedException($"Writing to {_file.Path} failed ({error.Message}); check the disk, then start the server again: it reads what was stored.", error);
        TaskCompletionSource? foldNow;
        lock (_gate)
        {
            _failed = failure;
            group.AddRange(_waiting);
            _waiting.Clear();
            foldNow = _foldNow;
        }

        StorageLog.Failed(_logger, _file.Path, error);
        _failure.SetResult(failure);
        foreach (var request in group)
            if (!request.IsAnswered) request.Fail(new StoreFailedException(failure.Message, error));
        foldNow?.SetException(failure);

        // Closing would move into the database what may not be on the disk.
        _file.Database.KeepLogOnClose();
    }
}
