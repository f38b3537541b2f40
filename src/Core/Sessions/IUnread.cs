using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>What was taken from a partition and may become frames.</summary>
internal interface IUnread
{
    /// <summary>The frames; none when the client need not be told anything.</summary>
    IReadOnlyList<ServerFrame> Read();
}
