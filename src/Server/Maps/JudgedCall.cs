using TopGun.Core.Registrations;
using TopGun.Core.Sync;

namespace TopGun.Server.Maps;

/// <summary>A resolver call that was decided.</summary>
internal sealed record JudgedCall(ResolverWork Work, ResolverResponse Response) : JudgedWork
{
    private const int RetryAfterMs = 500;

    /// <inheritdoc/>
    public override void Answer() => Work.Done(Response);

    /// <inheritdoc/>
    public override void NotNow() => NotNow(Work);

    /// <summary>Answers that a call can't be decided now.</summary>
    public static void NotNow(ResolverWork work)
        => work.Done(new ResolverRefused(new SyncError(ErrorCode.Unavailable, $"The server can't store changes of map {work.Map} now; nothing has changed.", RetryAfterMs)));
}
