using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Digests;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Generators;

namespace TopGun.Protocol.Tests.Frames;

/// <summary>Frames to try, all of which keep the contract.</summary>
internal static class SomeFrames
{
    private static Gen<int> Ints => Gen.Elements(1, 2, 127, 128, int.MaxValue);

    private static Gen<long> Versions => Gen.Elements(1L, 2L, 1L << 40, long.MaxValue);

    private static Gen<ulong> Ids => Gen.Elements(0UL, 1UL, ulong.MaxValue);

    private static Gen<long> Millis => Gen.Elements(0L, 1_700_000_000_000L, HlcTimestamp.MaxMillis);

    private static Gen<string> Maps => Gen.Elements("todos", "\u20AC", new string('m', 128));

    private static Gen<string> Keys => Gen.Elements("k", "\U0001F600", new string('k', 512));

    private static Gen<WriterId> Writers => Gen.Elements(new WriterId("n", "1"), new WriterId(new string('n', 64), new string('s', 16)));

    private static Gen<Cursor> Cursors => from epoch in Ids from version in Gen.Elements(0L, 1L, long.MaxValue) select new Cursor(epoch, version);

    private static Gen<string[]> Features => Gen.SubListOf("queries", "resolvers").Select(names => names.ToArray());

    private static Gen<SyncError> Errors
        => from code in Gen.Elements(Enum.GetValues<ErrorCode>().Skip(1).ToArray())
           from message in Gen.Elements("", "Batch of 1,204 ops; at most 1,000 are accepted.")
           from retry in Gen.Elements(0, 1, int.MaxValue)
           from hasDetails in Gen.Elements(true, false)
           select new SyncError(code, message, retry, hasDetails ? new Dictionary<string, string> { ["node_id"] = "n" } : null);

    public static Gen<Write> Writes => Gen.OneOf(Generators.Writes.Any, TypedWrites.Any).SelectMany(write => Keys.Select(key => write with { Key = key }));

    public static Gen<Op> Ops(WriterId writer, int number)
        => from opId in Ids
           from millis in Millis
           from counter in Gen.Elements<ushort>(0, 1, ushort.MaxValue)
           from after in Gen.Elements<OpReference?>(null, new OpReference(new WriterId(writer.NodeId, "other"), long.MaxValue))
           from writes in Gen.OneOf(
               Writes.Select(write => new[] { new OpWrite(write, after) }),
               Gen.Constant<OpWrite[]>([]),
               Writes.ListOf().Select(some => some.DistinctBy(write => write.Key).Select((write, i) => new OpWrite(write, i % 2 == 0 ? after : null)).ToArray()))
           select new Op(number, opId, millis, counter, writes);

    public static Gen<OpBatch> Batches
        => from map in Maps
           from writer in Writers
           from settled in Gen.Elements(0L, 1L, long.MaxValue)
           from firstSent in Millis
           from first in Gen.Choose(1, 1_000)
           from count in Gen.Choose(0, 5)
           from ops in Gen.CollectToArray(Enumerable.Range(first, count), number => Ops(writer, number))
           select new OpBatch(map, writer, settled, firstSent, ops);

    public static Gen<ClientFrame> Client => Gen.OneOf(
        from min in Gen.Choose(1, 5)
        from more in Gen.Elements(0, 1, 1_000)
        from nodeId in Gen.Elements("n", "A.b_c-9", new string('n', 64))
        from features in Features
        from client in Gen.Elements("", "topgun-net/0.1", new string('c', 128))
        select (ClientFrame)new Hello(min, min + more, nodeId, features, client),
        Batches.Select(batch => (ClientFrame)batch),
        from id in Ints
        from map in Maps
        from cursor in Cursors
        from hasCursor in Gen.Elements(true, false)
        from writers in (from writer in Writers from lowest in Versions select new WriterPosition(writer, lowest)).ListOf(2)
        from query in Gen.Elements(null, MapQuery.All with { Where = new ExistsPredicate(FieldPath.Of("a", "b")), Fields = [FieldPath.Of("c")] })
        from holdsNone in Gen.Elements(true, false)
        from walks in Gen.Elements(true, false)
        select (ClientFrame)new Subscribe(id, map, hasCursor ? cursor : null, writers.ToArray(), query, holdsNone) { Walks = walks, Seen = holdsNone ? [cursor, Cursor.Start] : [], Window = walks ? [new WindowRow("a", 1), new WindowRow("é", long.MaxValue)] : [] },
        Ints.Select(id => (ClientFrame)new Unsubscribe(id)),
        from id in Ints from prefixes in Prefixes.NonEmptyListOf() select (ClientFrame)new DigestRequest(id, prefixes.ToArray(), []),
        from id in Ints from keys in Keys.NonEmptyListOf() select (ClientFrame)new DigestRequest(id, [], keys.ToArray()),
        Gen.Elements(0L, 1L, -1L, long.MinValue).Select(nonce => (ClientFrame)new Ping(nonce)),
        Gen.Elements("", "a.b.c", new string('t', TokenRefresh.MaxTokenBytes)).Select(token => (ClientFrame)new TokenRefresh(token)),
        Maps.Select(map => (ClientFrame)new PurgeReceipt(map)),
        from id in Ints from request in Requests select (ClientFrame)new ResolverCall(id, request));

    public static Gen<ServerFrame> Server => Gen.OneOf(
        from version in Ints
        from features in Features
        from limit in Ints
        from time in Millis
        from heartbeat in Ints
        select (ServerFrame)new Welcome(version, features, Limits(limit), time, "user", heartbeat),
        from map in Maps
        from writer in Writers
        from epoch in Ids
        from results in Results.ListOf(3)
        select (ServerFrame)new OpResults(map, writer, epoch, results.ToArray()),
        from map in Maps
        from writer in Writers
        from error in Errors
        from next in Gen.Elements(0L, 1L, long.MaxValue)
        select (ServerFrame)new BatchStopped(map, writer, error, next),
        from id in Ints
        from cursor in Cursors.Two()
        from more in Gen.Elements(true, false)
        from records in Changes.ListOf(3)
        from gone in Keys.ListOf(2)
        from left in Gen.Elements(0L, 1L, long.MaxValue)
        select (ServerFrame)new ChangePage(id, cursor.Item1, cursor.Item2, more, records.ToArray()) { Gone = gone.ToArray(), Head = more ? cursor.Item2 : null, RecordsLeft = left, RecordsTotal = left / 2 },
        from id in Ints
        from reason in Gen.Elements(ResetReason.TooOld, ResetReason.LostBranch)
        from fork in Gen.Elements(0L, long.MaxValue)
        from head in Cursors
        from walks in Gen.Elements(true, false)
        select (ServerFrame)new Reset(id, reason, fork) { Head = walks ? head : null, Epochs = walks ? [new(head.Epoch, 1), new(ulong.MaxValue, long.MaxValue)] : [] },
        from id in Ints from cursor in Cursors from digest in Digests from isTold in Gen.Elements(true, false) from type in Gen.Elements(Enum.GetValues<MapType>())
        select (ServerFrame)new CaughtUp(id, cursor, isTold ? digest : null, type),
        from id in Ints
        from head in Cursors
        from nodes in Gen.OneOf(Leaves, Inners).ListOf()
        from records in Changes.ListOf(3)
        from more in Gen.Elements(true, false)
        select (ServerFrame)new DigestReply(id, head, nodes.ToArray(), records.ToArray(), more),
        from id in Ints from error in Errors select (ServerFrame)new SubscriptionEnded(id, error),
        Ints.Select(milliseconds => (ServerFrame)new TokenExpiring(milliseconds)),
        Ints.Select(milliseconds => (ServerFrame)new TokenAccepted(milliseconds)),
        from map in Maps from id in Gen.Elements(0, 1, int.MaxValue) from reason in Gen.Elements("", "why") select (ServerFrame)new Revoked(map, id, reason),
        from nonce in Gen.Elements(0L, -1L, long.MaxValue) from time in Millis select (ServerFrame)new Pong(nonce, time),
        Errors.Select(error => (ServerFrame)new StreamEnded(error)),
        from id in Ints from response in Responses select (ServerFrame)new ResolverReply(id, response),
        from map in Maps
        from writer in Writers
        from number in Versions
        from opId in Ids
        from code in Gen.Elements(OpResultCode.MergeRejected, OpResultCode.ResolverFailed)
        from at in Timestamps.Extreme
        from write in Writes
        from isKnown in Gen.Elements(true, false)
        from current in Gen.Elements<ReadOnlyMemory<byte>?>(null, new byte[] { 1, 2 })
        select (ServerFrame)new MergeRejected(map, writer, number, opId, code, "Taken.", "rule", isKnown ? at : null, isKnown ? write : null, current));

    private static Gen<DigestPrefix> Prefixes => Gen.Elements(DigestPrefix.Root, DigestPrefix.Root.Child(15), DigestPrefix.Read([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])!.Value);

    private static Gen<Digest> Digests => Gen.Elements(Digest.Empty, DigestHash.Entry("k", 1, []));

    private static Gen<DigestNode> Inners => from prefix in Prefixes from digest in Digests select new DigestNode(prefix, Enumerable.Repeat(digest, 16).ToArray(), []);

    private static Gen<DigestNode> Leaves
        => from prefix in Prefixes
           from entries in (from key in Keys
                            from version in Versions
                            from isWhole in Gen.Elements(true, false)
                            from digest in Digests
                            select new DigestEntry(key, version, isWhole ? new ReadOnlyMemory<byte>([1, 2]) : default(ReadOnlyMemory<byte>?), isWhole ? Digest.Empty : digest)).ListOf()
           select new DigestNode(prefix, [], entries.ToArray());

    private static Gen<ResolverDefinition> Definitions
        => from name in Gen.Elements("first-write-wins", "\u20AC", "")
           from rule in Gen.Elements<ResolverRule?>(null, new ScriptRule("return { action: 'local' };"), new BuiltInRule("NON_NEGATIVE", ["stock", "held"], "No.", true), new BuiltInRule("LWW"))
           from priority in Gen.Elements<int?>(null, 0, 100)
           from pattern in Gen.Elements("*", "user:?")
           select new ResolverDefinition(name, rule, priority, pattern);

    private static Gen<ResolverRequest> Requests => Gen.OneOf(
        from map in Maps from definition in Definitions from replace in Gen.Elements(true, false) select (ResolverRequest)new RegisterResolver(map, definition, replace),
        Maps.Select(map => (ResolverRequest)new UnregisterResolver(map, "rule")),
        from map in Gen.OneOf(Maps, Gen.Constant<string>(null!)) from token in Gen.Elements("", "token") select (ResolverRequest)new ListResolvers(map, token),
        from map in Maps
        from definition in Gen.OneOf(Definitions, Gen.Constant<ResolverDefinition>(null!))
        from write in Writes
        select (ResolverRequest)new DryRunResolver(map, definition, write));

    private static Gen<ResolverResponse> Responses => Gen.OneOf(
        Ints.Select(claims => (ResolverResponse)new ResolverRegistered(claims)),
        Gen.Elements(0, 1, int.MaxValue).Select(claims => (ResolverResponse)new ResolverUnregistered(claims)),
        from map in Maps
        from definition in Definitions
        from origin in Gen.Elements(ResolverOrigin.Server, ResolverOrigin.Client)
        from claims in Ints
        from token in Gen.Elements("", "token")
        select (ResolverResponse)new ResolverList([new ListedResolver(map, definition, origin, claims, claims == 1)], token),
        from code in Gen.Elements(OpResultCode.Applied, OpResultCode.MergeRejected)
        from value in Gen.Elements<Value?>(null, Value.Of(5), Value.Null)
        from action in Gen.Elements(Enum.GetValues<ResolverAction>())
        select (ResolverResponse)new DryRunOutcome(code, "No.", "rule", value, [new ResolverAnswer("rule", action, value, "No.", true, 5, long.MaxValue)]),
        Errors.Select(error => (ResolverResponse)new ResolverRefused(error)));

    private static Gen<OpResult> Results
        => from number in Versions
           from opId in Ids
           from code in Gen.Elements(Enum.GetValues<OpResultCode>().Skip(1).ToArray())
           from version in Gen.Elements(0L, 1L, long.MaxValue)
           from stamped in Timestamps.Extreme
           from isStamped in Gen.Elements(true, false)
           from reason in Gen.Elements(null, "Stock is negative.")
           from resolver in Gen.Elements(null, "stock-validation")
           from key in Gen.Elements(null, "A1")
           select new OpResult(number, opId, code, version, isStamped ? stamped : null, reason, resolver, key);

    private static Gen<ChangedRecord> Changes
        => from key in Keys
           from version in Versions
           from bytes in Gen.Elements(new byte[] { 1, 2, 3 }, [0xFF])
           select new ChangedRecord(key, version, bytes);

    // Each limit its own number, so that no two can be mixed up.
    private static SyncLimits Limits(int first) => new()
    {
        MaxFrameBytes = first,
        MaxBatchOps = 2,
        MaxKeyBytes = 3,
        MaxMapNameBytes = 4,
        MaxFieldNameBytes = 5,
        MaxValueBytes = 6,
        MaxValueDepth = 7,
        MaxSubscriptions = 8,
        MaxUnconfirmedResults = 9,
        MaxGroupWrites = 10,
        MaxGroupBytes = 11,
        MaxSetElements = 12,
        MaxWindowRows = 13,
    };
}
