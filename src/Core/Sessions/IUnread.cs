using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>What was taken from a partition and may become a frame.</summary>
internal interface IUnread
{
    /// <summary>The frame; null when the client need not be told anything.</summary>
    ServerFrame? Read();
}
