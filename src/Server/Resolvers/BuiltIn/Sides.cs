using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>How the built-ins look at values and compare them: by what numbers say, not by their kind.</summary>
internal static class Sides
{
    /// <summary>A top-level field; null where there is none, or no object.</summary>
    public static Value? Field(Value? value, string name) => (value as ObjectValue)?[name];

    public static bool AreSame(Value? left, Value? right) => NumericComparer.Instance.Equals(left, right);

    /// <summary>Whether it is a number that can be compared: NaN can't.</summary>
    public static bool IsNumber(Value? value) => value is Int64Value || (value is DoubleValue real && !double.IsNaN(real.Number));

    /// <summary>Compares numbers; integers exactly, also where a double would not hold them.</summary>
    public static int Compare(Value left, Value right)
        => (left, right) is (Int64Value l, Int64Value r) ? l.Number.CompareTo(r.Number) : ToDouble(left).CompareTo(ToDouble(right));

    /// <summary>Says so if a value is not what would be stored anyway.</summary>
    public static ResolverDecision MergeUnlessStored(ResolverContext context, Value value)
        => AreSame(value, context.MergedValue) ? ResolverDecision.Local : ResolverDecision.Merge(value);

    private static double ToDouble(Value number) => number is Int64Value integer ? integer.Number : ((DoubleValue)number).Number;
}
