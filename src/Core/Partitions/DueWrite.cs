using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>A write whose turn it is, and which is permitted.</summary>
/// <param name="Write">What it does.</param>
/// <param name="At">The timestamp under which it was admitted.</param>
/// <param name="NodeId">The replica that wrote.</param>
/// <param name="Principal">Who wrote.</param>
/// <param name="NowMs">The server's wall clock, in Unix milliseconds.</param>
/// <param name="FirstTag">The tag of the first element that it adds to a set.</param>
internal readonly record struct DueWrite(Write Write, HlcTimestamp At, string NodeId, Principal Principal, long NowMs, ElementTag FirstTag);
