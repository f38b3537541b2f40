using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Client.Maps;

/// <summary>What a replica holds of a map: all of it, or the part that a query makes.</summary>
/// <param name="Query">The query; <see cref="MapQuery.All"/> for the whole map.</param>
/// <param name="IsComplete">Whether it has ever held all of it.</param>
/// <param name="Refusal">Why the server does not send it, as with <see cref="ErrorCode.Forbidden"/>; null when it does, and while there is no connection.</param>
public sealed record MapPart(MapQuery Query, bool IsComplete, SyncError? Refusal);
