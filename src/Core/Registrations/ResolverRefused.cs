using TopGun.Core.Sync;

namespace TopGun.Core.Registrations;

/// <summary>The request was refused, and nothing has changed.</summary>
/// <param name="Error">Why.</param>
public sealed record ResolverRefused(SyncError Error) : ResolverResponse
{
    /// <summary>Refuses for a reason that concerns one resolver.</summary>
    public static ResolverRefused About(ErrorCode code, string map, string name, string message)
        => new(new SyncError(code, message, Metadata: new Dictionary<string, string> { ["map"] = map, ["name"] = name }));
}
