using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>The lowest or the highest number is kept.</summary>
/// <param name="options">The options.</param>
/// <param name="sign">1 for the highest, -1 for the lowest.</param>
internal sealed class NumericExtreme(BuiltInOptions options, int sign)
{
    public ResolverDecision Resolve(ResolverContext context) => FieldMerge.Resolve(context, options.Fields, Sides.IsNumber, Keep);

    private Value Keep(Value local, Value remote) => sign * Sides.Compare(remote, local) > 0 ? remote : local;
}
