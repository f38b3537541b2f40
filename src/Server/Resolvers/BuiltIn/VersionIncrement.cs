using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>Each write counts the version up by one.</summary>
internal sealed class VersionIncrement(BuiltInOptions options)
{
    private readonly string _field = options.Fields.Count > 0 ? options.Fields[0] : "version";

    public ResolverDecision Resolve(ResolverContext context)
    {
        if (context.RemoteValue is null) return ResolverDecision.Local;

        var expected = (VersionOf(context.LocalValue) ?? 0) + 1;
        var found = VersionOf(context.RemoteValue);
        if (found == expected) return ResolverDecision.Local;
        return ResolverDecision.Reject(options.Reason ?? $"Version conflict: {_field} {expected} was expected, {found?.ToString() ?? "none"} was written.");
    }

    // Wider than any version, so that the highest has a next one, which nobody can write.
    private Int128? VersionOf(Value? value) => Sides.Field(value, _field) switch
    {
        Int64Value integer => integer.Number,
        DoubleValue real when double.IsInteger(real.Number) && Math.Abs(real.Number) <= 1L << 53 => (Int128)real.Number,
        _ => null,
    };
}
