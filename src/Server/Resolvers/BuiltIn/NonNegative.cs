using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>No negative numbers.</summary>
internal sealed class NonNegative(BuiltInOptions options)
{
    private static readonly Value Zero = Value.Of(0);

    public ResolverDecision Resolve(ResolverContext context) => WhyWrong(context.RemoteValue) is { } reason
        ? ResolverDecision.Reject(options.Reason ?? reason)
        : ResolverDecision.Local;

    private string? WhyWrong(Value? value)
    {
        if (value is null) return null;
        if (options.Fields.Count > 0) return WhyWrong(value, options.Fields);
        if (value is not ObjectValue whole) return IsNumber(value) && IsNegative(value) ? "The value can't be negative." : null;
        return WhyWrong(value, whole.Fields.Where(field => IsNumber(field.Value)).Select(field => field.Key));
    }

    private static string? WhyWrong(Value value, IEnumerable<string> fields)
    {
        if (value is not ObjectValue whole) return "The value must be an object.";
        foreach (var field in fields)
        {
            if (whole[field] is not { } number) continue;
            if (!IsNumber(number)) return $"Field {field} must be a number.";
            if (IsNegative(number)) return $"Field {field} can't be negative.";
        }

        return null;
    }

    private static bool IsNumber(Value value) => value is Int64Value or DoubleValue;

    // NaN is not above anything, so it is let through nowhere.
    private static bool IsNegative(Value number) => !Sides.IsNumber(number) || Sides.Compare(number, Zero) < 0;
}
