using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>Objects within objects merge field by field.</summary>
internal sealed class DeepMerge(BuiltInOptions options)
{
    public ResolverDecision Resolve(ResolverContext context)
    {
        if (context.LocalValue is not ObjectValue local || context.RemoteValue is not ObjectValue remote || context.MergedValue is not ObjectValue stored)
            return ResolverDecision.Local;

        var merged = new Dictionary<string, Value>(stored.Fields, StringComparer.Ordinal);
        foreach (var (field, ours) in local.Fields)
        {
            if (options.Fields.Count > 0 && !options.Fields.Contains(field)) continue;
            if (stored[field] is not { } newer) merged[field] = ours;
            else if (remote[field] is { } theirs) merged[field] = Merge(Sides.AreSame(newer, ours) ? theirs : ours, newer);
        }

        return Sides.MergeUnlessStored(context, new ObjectValue(merged));
    }

    private static Value Merge(Value older, Value newer)
    {
        if (older is not ObjectValue before || newer is not ObjectValue after) return newer;

        var fields = new Dictionary<string, Value>(before.Fields, StringComparer.Ordinal);
        foreach (var (field, value) in after.Fields) fields[field] = before[field] is { } under ? Merge(under, value) : value;
        return new ObjectValue(fields);
    }
}
