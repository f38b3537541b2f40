using TopGun.Core.Calls;

namespace TopGun.Server.Calls;

/// <summary>The store does not take what some calls make together; nothing has changed.</summary>
internal sealed record WriteRefusedByStore : WriteAnswer
{
    /// <summary>The one of its kind.</summary>
    public static WriteRefusedByStore Instance { get; } = new();
}
