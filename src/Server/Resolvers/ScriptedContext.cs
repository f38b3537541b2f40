using TopGun.Core.Resolvers;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Scripting;

namespace TopGun.Server.Resolvers;

/// <summary>A <see cref="ResolverContext"/> as a script sees it; each part is made when the script asks for it.</summary>
internal sealed class ScriptedContext(ResolverContext context) : ScriptContext
{
    // A look at an entry decodes a record, which takes some microseconds for a usual one.
    private const int StepsPerEntry = 200;

    private static readonly string[] AllNames =
    [
        "mapName", "key", "localValue", "remoteValue", "localTimestamp", "remoteTimestamp", "remoteNodeId", "auth", "readEntry", "mergedValue",
    ];

    private readonly Value[] _origins = OriginsOf(context);
    private Dictionary<string, Value?>? _entries;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => AllNames;

    /// <inheritdoc/>
    public override int OriginCount => _origins.Length;

    /// <inheritdoc/>
    public override Value Origin(int index) => _origins[index];

    /// <inheritdoc/>
    public override ScriptInput Read(int index) => index switch
    {
        0 => Value.Of(context.MapName),
        1 => Value.Of(context.Key),
        2 => ScriptInput.Of(context.LocalValue),
        3 => context.RemoteValue ?? Value.Null,
        4 => context.LocalTimestamp is { } local ? TimestampOf(local) : ScriptInput.Undefined,
        5 => TimestampOf(context.RemoteTimestamp),
        6 => Value.Of(context.RemoteNodeId),
        7 => AuthOf(context),
        8 => new ScriptHostFunction("readEntry", StepsPerEntry, arguments => arguments is [StringValue key, ..] ? ScriptInput.Of(Entry(key.Text)) : ScriptInput.Undefined),
        _ => context.MergedValue ?? Value.Null,
    };

    // No LINQ: this is done for each write. Usually remote and merged are one object.
    private static Value[] OriginsOf(ResolverContext context)
    {
        var (remote, local, merged) = (context.RemoteValue, context.LocalValue, context.MergedValue);
        if (ReferenceEquals(remote, merged)) merged = null;
        return (remote, local, merged) switch
        {
            ({ } first, null, null) => [first],
            (null, { } first, null) => [first],
            ({ } first, { } second, null) => [first, second],
            _ => [.. new[] { remote, local, merged }.OfType<Value>()],
        };
    }

    private static ScriptInput TimestampOf(HlcTimestamp at)
        => Value.Object(("millis", at.Millis), ("counter", at.Counter), ("nodeId", at.NodeId));

    // Sorted, so that the same user looks the same in every process.
    private static ScriptInput AuthOf(ResolverContext context)
    {
        var principal = context.Principal;
        if (principal.Subject.Length == 0) return ScriptInput.Undefined;
        var roles = new ListValue([.. principal.Roles.Order(StringComparer.Ordinal).Select(role => Value.Of(role))]);
        return Value.Object(("userId", principal.Subject), ("roles", roles), ("metadata", principal.Metadata));
    }

    // Kept for the run, so that a loop over one large entry costs one decoding.
    private Value? Entry(string key)
    {
        _entries ??= new Dictionary<string, Value?>(StringComparer.Ordinal);
        if (!_entries.TryGetValue(key, out var value)) _entries[key] = value = context.ReadEntry(key);
        return value;
    }
}
