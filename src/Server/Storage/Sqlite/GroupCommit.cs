using Microsoft.Extensions.Logging;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>Writes requests that wait, of all partitions, in one transaction: they share one fsync, and are answered after it.</summary>
/// <remarks>Belongs to the writer's thread.</remarks>
internal sealed class GroupCommit(StoreFile file, LogTail tail, int maxCommitBytes, ILogger logger)
{
    /// <summary>Makes a group durable and answers each request in it.</summary>
    /// <exception cref="SqliteErrorException">The medium failed; requests may be unanswered.</exception>
    public void Run(List<WriteRequest> group)
    {
        // The fold may write larger rows: what the log took must never be refused later.
        file.Database.LimitRow(maxCommitBytes);
        try
        {
            Store(group);
            foreach (var request in group) request.Complete();
        }
        catch (SqliteErrorException error) when (error.Fault != WriteFault.Medium)
        {
            if (group.Count == 1 || error.IsBusy)
            {
                foreach (var request in group) request.Fail(AnswerTo(error));
                return;
            }

            // One of them may have failed all. Alone, each gets what is its own.
            StorageLog.GroupSplit(logger, group.Count, error.Code);
            foreach (var request in group) Run([request]);
        }
    }

    private void Store(List<WriteRequest> group)
    {
        var newest = file.Tables.Log.Newest;
        try
        {
            // FULL: COMMIT returns after its fsync. Set each time, since folds lower it.
            file.Database.Execute("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
            foreach (var request in group) request.Apply(file.Tables);
            lock (tail.Gate)
            {
                file.Database.Execute("COMMIT");
                foreach (var request in group) request.Publish_NeedsLock(tail);
            }
        }
        catch (SqliteErrorException error)
        {
            file.Tables.Log.Newest = newest;
            // SQLite may have rolled back by itself. After a failure of the medium nothing more is asked of it.
            if (error.Fault != WriteFault.Medium && file.Database.IsInTransaction) file.Database.Execute("ROLLBACK");
            throw;
        }
    }

    private Exception AnswerTo(SqliteErrorException error) => error.Fault == WriteFault.Content
        ? new StoreRefusedException($"{file.Path} does not take a commit: {error.Message}.", error)
        : new StoreUnavailableException($"{file.Path} can't be written now ({error.Message}); check the disk's space, and that no other program holds the file.", error);
}
