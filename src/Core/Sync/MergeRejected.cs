using TopGun.Core.Maps;
using TopGun.Core.Time;

namespace TopGun.Core.Sync;

/// <summary>An op was refused by a conflict resolver; on a stream its result follows.</summary>
/// <param name="Map">The map.</param>
/// <param name="Writer">Whose op.</param>
/// <param name="Number">The op's number.</param>
/// <param name="OpId">The op's id.</param>
/// <param name="Code">MERGE_REJECTED or RESOLVER_FAILED.</param>
/// <param name="Reason">Why, for people.</param>
/// <param name="Resolver">The name of the resolver.</param>
/// <param name="At">The timestamp of the attempt; null when the server does not know it any more.</param>
/// <param name="Attempted">What the writer attempted; null when the server does not know it any more.</param>
/// <param name="Current">The record that the key holds on the server, if it is live and the writer may read it; else null.</param>
public sealed record MergeRejected(
    string Map, WriterId Writer, long Number, ulong OpId, OpResultCode Code, string Reason, string Resolver,
    HlcTimestamp? At = null, Write? Attempted = null, ReadOnlyMemory<byte>? Current = null) : ServerFrame;
