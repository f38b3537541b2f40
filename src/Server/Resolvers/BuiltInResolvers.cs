using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Server.Resolvers.BuiltIn;

namespace TopGun.Server.Resolvers;

/// <summary>The resolvers that come with the server. What each answers to which write, says the table in <c>docs/RESOLVERS.md</c>.</summary>
public static class BuiltInResolvers
{
    private const int Protecting = 100;
    private const int Ruling = 90;
    private const int Merging = 50;

    /// <summary>Who comes first, keeps it: bookings, unique names.</summary>
    /// <param name="options">Fields: those that keep their first value that is not null. Without any, the record as a whole is kept.</param>
    /// <param name="mayBeRemoved">Whether a removal is let through, so that somebody else can come first.</param>
    public static IResolver FirstWriteWins(BuiltInOptions? options = null, bool mayBeRemoved = false)
        => Make("FIRST_WRITE_WINS", Protecting, options, given => new FirstWriteWins(given, mayBeRemoved).Resolve, mayBeRemoved);

    /// <summary>What was written stays as it is, and stays: receipts, audit logs.</summary>
    /// <param name="options">Fields: those that must not change. Without any, the record as a whole.</param>
    public static IResolver Immutable(BuiltInOptions? options = null) => Make("IMMUTABLE", Protecting, options, given => new Immutable(given).Resolve);

    /// <summary>Only the user whose write made a record changes or removes it: documents of users.</summary>
    /// <remarks>See <see cref="ResolverContext.Owner"/>. No role stands above the owner.</remarks>
    /// <param name="options">Fields: those that only the owner may change; removing the record is his alone all the same. Without any, the record as a whole.</param>
    public static IResolver OwnerOnly(BuiltInOptions? options = null) => Make("OWNER_ONLY", Protecting, options, given => new OwnerOnly(given).Resolve);

    /// <summary>Only users with the role <c>server</c> write: configuration.</summary>
    /// <param name="options">Fields: those that only they may change. Without any, the record as a whole.</param>
    public static IResolver ServerOnly(BuiltInOptions? options = null) => Make("SERVER_ONLY", Protecting, options, given => new ServerOnly(given).Resolve);

    /// <summary>No negative numbers: stock, balances.</summary>
    /// <param name="options">Fields: those that must hold numbers where they exist. Without any, the value itself or its top-level numbers.</param>
    public static IResolver NonNegative(BuiltInOptions? options = null) => Make("NON_NEGATIVE", Ruling, options, given => new NonNegative(given).Resolve);

    /// <summary>Each write of a record counts its version up by one, so a write made on an older version is refused.</summary>
    /// <param name="options">Fields: the field of the version, one at most; <c>version</c> without any.</param>
    public static IResolver VersionIncrement(BuiltInOptions? options = null)
        => Make("VERSION_INCREMENT", Ruling, options, given => new VersionIncrement(given).Resolve);

    /// <summary>The lowest number is kept, however late it comes: best offers.</summary>
    /// <param name="options">Fields: those that hold the numbers. Without any, the value itself or what is a number on both sides.</param>
    public static IResolver NumericMin(BuiltInOptions? options = null) => Make("NUMERIC_MIN", Merging, options, given => new NumericExtreme(given, -1).Resolve);

    /// <summary>The highest number is kept, however late it comes: high scores.</summary>
    /// <param name="options">Fields: those that hold the numbers. Without any, the value itself or what is a number on both sides.</param>
    public static IResolver NumericMax(BuiltInOptions? options = null) => Make("NUMERIC_MAX", Merging, options, given => new NumericExtreme(given, 1).Resolve);

    /// <summary>Lists grow together and lose nothing: tags.</summary>
    /// <param name="options">Fields: those that hold the lists. Without any, the value itself or what is a list on both sides.</param>
    public static IResolver ArrayUnion(BuiltInOptions? options = null) => Make("ARRAY_UNION", Merging, options, given => new ArrayUnion(given).Resolve);

    /// <summary>Objects within objects merge field by field, at every depth; where two sides differ the newer one is kept.</summary>
    /// <param name="options">Fields: those that it merges. Without any, all.</param>
    public static IResolver DeepMerge(BuiltInOptions? options = null) => Make("DEEP_MERGE", Merging, options, given => new DeepMerge(given).Resolve);

    /// <summary>Last-write-wins by field, as on a map without any resolver; only that a key seen absent is never lost to an older removal.</summary>
    /// <param name="options">Fields: none are looked at.</param>
    public static IResolver Lww(BuiltInOptions? options = null) => Make("LWW", 0, options, _ => _ => ResolverDecision.Local);

    /// <summary>The names of all of them, as configurations and clients write them.</summary>
    public static IReadOnlyList<string> Kinds { get; } =
    [
        "FIRST_WRITE_WINS", "IMMUTABLE", "OWNER_ONLY", "SERVER_ONLY", "NON_NEGATIVE", "VERSION_INCREMENT", "NUMERIC_MIN", "NUMERIC_MAX", "ARRAY_UNION", "DEEP_MERGE", "LWW",
    ];

    /// <summary>Makes one by its name; null for a name that is none of <see cref="Kinds"/>.</summary>
    /// <param name="kind">The name, in capitals.</param>
    /// <param name="options">As of the method of that name.</param>
    /// <param name="mayBeRemoved">For FIRST_WRITE_WINS only; see <see cref="FirstWriteWins"/>.</param>
    public static IResolver? OfKind(string kind, BuiltInOptions? options = null, bool mayBeRemoved = false) => kind switch
    {
        "FIRST_WRITE_WINS" => FirstWriteWins(options, mayBeRemoved),
        "IMMUTABLE" => Immutable(options),
        "OWNER_ONLY" => OwnerOnly(options),
        "SERVER_ONLY" => ServerOnly(options),
        "NON_NEGATIVE" => NonNegative(options),
        "VERSION_INCREMENT" => VersionIncrement(options),
        "NUMERIC_MIN" => NumericMin(options),
        "NUMERIC_MAX" => NumericMax(options),
        "ARRAY_UNION" => ArrayUnion(options),
        "DEEP_MERGE" => DeepMerge(options),
        "LWW" => Lww(options),
        _ => null,
    };

    private static DelegateResolver Make(
        string name, int priority, BuiltInOptions? options, Func<BuiltInOptions, Func<ResolverContext, ResolverDecision>> rule, bool mayBeRemoved = false)
    {
        options ??= new BuiltInOptions();
        return new DelegateResolver(options.Name ?? name, options.Priority ?? priority, new KeyPattern(options.KeyPattern), rule(options), new BuiltInRule(name, options.Fields, options.Reason, mayBeRemoved));
    }
}
