namespace TopGun.Server.Storage.Sqlite;

/// <summary>Something to be written: applied in a transaction together with others, and answered when that has committed.</summary>
/// <remarks>Each is answered exactly once: by the writer's thread, or at once by a store that takes none.</remarks>
internal abstract class WriteRequest
{
    /// <summary>How many bytes it adds to a transaction, roughly.</summary>
    public virtual int Bytes => 0;

    /// <summary>Writes, inside a transaction. It may be rolled back and come again.</summary>
    public abstract void Apply(StoreTables tables);

    /// <summary>Shows loads what was written, as the transaction commits.</summary>
    public virtual void Publish_NeedsLock(LogTail tail)
    {
    }

    /// <summary>Whether it was answered.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Answers that it is durable.</summary>
    public void Complete()
    {
        IsAnswered = true;
        AnswerDone();
    }

    /// <summary>Answers that it is not, or that nobody knows.</summary>
    public void Fail(Exception error)
    {
        IsAnswered = true;
        AnswerFailed(error);
    }

    /// <summary>Passes the good answer on.</summary>
    protected abstract void AnswerDone();

    /// <summary>Passes the bad answer on.</summary>
    protected abstract void AnswerFailed(Exception error);
}
