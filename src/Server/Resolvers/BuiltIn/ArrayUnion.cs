using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>Lists grow together.</summary>
internal sealed class ArrayUnion(BuiltInOptions options)
{
    public ResolverDecision Resolve(ResolverContext context) => FieldMerge.Resolve(context, options.Fields, value => value is ListValue, Unite);

    private static ListValue Unite(Value local, Value remote)
    {
        var items = new List<Value>(((ListValue)local).Items);
        var known = new HashSet<Value>(items, NumericComparer.Instance);
        items.AddRange(((ListValue)remote).Items.Where(known.Add));
        return new ListValue(items);
    }
}
