using TopGun.Core.Values;

namespace TopGun.Scripting.Benchmarks;

/// <summary>The context of a resolver as a server makes it for each call: ten names, read when asked for.</summary>
internal sealed class MergeContext(Value? local, Value remote, ScriptHostFunction readEntry) : ScriptContext
{
    private static readonly string[] AllNames =
    [
        "mapName", "key", "localValue", "remoteValue", "localTimestamp", "remoteTimestamp", "remoteNodeId", "auth", "readEntry", "mergedValue",
    ];

    private static readonly Value MapName = Value.Of("bookings");
    private static readonly Value Key = Value.Of("seat:12A");
    private static readonly Value NodeId = Value.Of("node-7");

    private static readonly Value Timestamp = Value.Object(("millis", 1_700_000_000_000), ("counter", 3), ("nodeId", "node-7"));

    private static readonly Value Auth = Value.Object(("userId", "alice"), ("roles", Value.List("user", "editor")));

    public override IReadOnlyList<string> Names => AllNames;

    public override int OriginCount => local is null ? 1 : 2;

    public override Value Origin(int index) => index == 0 ? remote : local!;

    public override ScriptInput Read(int index) => index switch
    {
        0 => MapName,
        1 => Key,
        2 => ScriptInput.Of(local),
        3 => remote,
        4 or 5 => Timestamp,
        6 => NodeId,
        7 => Auth,
        8 => readEntry,
        _ => remote,
    };
}
