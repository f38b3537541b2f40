using Microsoft.Extensions.Logging;

namespace TopGun.Server.Storage;

/// <summary>What the stores tell an operator.</summary>
internal static partial class StorageLog   // 3000-3099
{
    [LoggerMessage(EventId = 3000, Level = LogLevel.Information, EventName = nameof(Opened),
        Message = "Opened {Path}: it had schema {OpenedSchema}, has schema {Schema}, and {Unfolded} commits wait in its log.")]
    public static partial void Opened(ILogger logger, string path, int openedSchema, int schema, int unfolded);

    [LoggerMessage(EventId = 3001, Level = LogLevel.Debug, EventName = nameof(Folded),
        Message = "Folded {Records} records and {Writers} writers into the tables in {Ms} ms.")]
    public static partial void Folded(ILogger logger, long records, long writers, long ms);

    [LoggerMessage(EventId = 3002, Level = LogLevel.Warning, EventName = nameof(FoldPostponed),
        Message = "Folding the log of {Path} is postponed: SQLite error {Code}. Nothing is lost; check the disk's space, and that no other program holds the file.")]
    public static partial void FoldPostponed(ILogger logger, string path, int code);

    [LoggerMessage(EventId = 3003, Level = LogLevel.Error, EventName = nameof(Failed),
        Message = "Writing to {Path} failed; no write is taken any more. Check the disk, then start the server again.")]
    public static partial void Failed(ILogger logger, string path, Exception error);

    [LoggerMessage(EventId = 3004, Level = LogLevel.Warning, EventName = nameof(GroupSplit),
        Message = "A group of {Requests} writes failed with SQLite error {Code}; each is tried alone.")]
    public static partial void GroupSplit(ILogger logger, int requests, int code);

    [LoggerMessage(EventId = 3005, Level = LogLevel.Information, EventName = nameof(Closed), Message = "Closed {Path}.")]
    public static partial void Closed(ILogger logger, string path);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Information, EventName = nameof(DatabaseOpened),
        Message = "Opened {Database}: it had schema {OpenedSchema} and has schema {Schema}; connected {Way}.")]
    public static partial void DatabaseOpened(ILogger logger, string database, int openedSchema, int schema, string way);

    [LoggerMessage(EventId = 3007, Level = LogLevel.Warning, EventName = nameof(DatabaseAwaited),
        Message = "The store is not there yet, and is tried again. {Reason}")]
    public static partial void DatabaseAwaited(ILogger logger, string reason);

    [LoggerMessage(EventId = 3008, Level = LogLevel.Warning, EventName = nameof(LeaseAwaited),
        Message = "{Database} belongs to a server that was last heard of a moment ago: {Holder}. Waiting up to {Ms} ms for a sign of life, or for its lease to end.")]
    public static partial void LeaseAwaited(ILogger logger, string database, string holder, long ms);

    [LoggerMessage(EventId = 3009, Level = LogLevel.Warning, EventName = nameof(LeaseNotRenewed),
        Message = "The lease on {Database} is not renewed now, tried {Tries} times. Another server may take it over; until then nothing is lost. {Reason}")]
    public static partial void LeaseNotRenewed(ILogger logger, string database, long tries, string reason);

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, EventName = nameof(LeaseNotGivenBack),
        Message = "The lease on {Database} could not be given back; the next server waits for its end.")]
    public static partial void LeaseNotGivenBack(ILogger logger, string database, Exception exception);

    [LoggerMessage(EventId = 3011, Level = LogLevel.Error, EventName = nameof(LeaseLost),
        Message = "Another server has taken {Database} over: {Holder}. This one commits nothing any more, and ends.")]
    public static partial void LeaseLost(ILogger logger, string database, string holder);

    [LoggerMessage(EventId = 3012, Level = LogLevel.Warning, EventName = nameof(ClockDiffers),
        Message = "This machine's clock and that of {Database} differ by {Ms} ms. What the server stamps goes by this one: set both by a time service.")]
    public static partial void ClockDiffers(ILogger logger, string database, long ms);

    [LoggerMessage(EventId = 3013, Level = LogLevel.Information, EventName = nameof(LeaseRenewedAgain),
        Message = "The lease on {Database} is renewed again, after {Tries} tries in vain.")]
    public static partial void LeaseRenewedAgain(ILogger logger, string database, long tries);
}
