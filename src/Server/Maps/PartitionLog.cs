using Microsoft.Extensions.Logging;

namespace TopGun.Server.Maps;

internal static partial class PartitionLog   // 1000-1099
{
    [LoggerMessage(EventId = 1000, Level = LogLevel.Warning, EventName = nameof(CommitUnavailable),
        Message = "Partition {Partition}: {BatchCount} batches were not committed so far, the store is not available. Their clients will send them again.")]
    public static partial void CommitUnavailable(ILogger logger, int partition, long batchCount, Exception exception);

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, EventName = nameof(OpRefusedByStore),
        Message = "Partition {Partition}: the store refused an op of writer {Writer}, number {Number}; it is rejected with STORE_REFUSED.")]
    public static partial void OpRefusedByStore(ILogger logger, int partition, string writer, long number, Exception exception);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Error, EventName = nameof(Deposed),
        Message = "Partition {Partition}: another process owns it since. This one no longer writes it.")]
    public static partial void Deposed(ILogger logger, int partition, Exception exception);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Critical, EventName = nameof(Failed),
        Message = "Partition {Partition}: the executor failed in a way that was not foreseen. The process must end, so that what is in memory is not taken for committed.")]
    public static partial void Failed(ILogger logger, int partition, Exception exception);

    [LoggerMessage(EventId = 1005, Level = LogLevel.Error, EventName = nameof(Corrupt),
        Message = "Partition {Partition}: a map can't be loaded, what the store holds of it is damaged. It is not served; restore it from a backup.")]
    public static partial void Corrupt(ILogger logger, int partition, Exception exception);

    [LoggerMessage(EventId = 1006, Level = LogLevel.Warning, EventName = nameof(StillInDoubt),
        Message = "Partition {Partition}: whether the last commit was stored is not known yet, the store is not available. The next write asks again.")]
    public static partial void StillInDoubt(ILogger logger, int partition, Exception exception);

    [LoggerMessage(EventId = 1007, Level = LogLevel.Warning, EventName = nameof(AgendaUnread),
        Message = "Which maps have records that expire can't be read from the store now; it is tried again.")]
    public static partial void AgendaUnread(ILogger logger, Exception exception);

    [LoggerMessage(EventId = 1008, Level = LogLevel.Information, EventName = nameof(AvailableAgain),
        Message = "Partition {Partition}: the store is available again, after {BatchCount} batches were not committed.")]
    public static partial void AvailableAgain(ILogger logger, int partition, long batchCount);

    [LoggerMessage(EventId = 1004, Level = LogLevel.Information, EventName = nameof(Taken),
        Message = "Partition {Partition}: taken at version {Version}.")]
    public static partial void Taken(ILogger logger, int partition, long version);
}
