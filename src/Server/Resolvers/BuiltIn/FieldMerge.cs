using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Server.Resolvers.BuiltIn;

/// <summary>Merges values, or some of their top-level fields, two by two; what is not merged is left to last-write-wins.</summary>
internal static class FieldMerge
{
    /// <summary>Answers a write.</summary>
    /// <param name="context">The write.</param>
    /// <param name="fields">The fields to merge: there what is on the server stays when the write leaves it out or has something else in its place. Empty for the value itself, or for all fields that fit on both sides.</param>
    /// <param name="fits">Whether a value can be merged.</param>
    /// <param name="merge">Merges what is on the server with what was written.</param>
    public static ResolverDecision Resolve(ResolverContext context, IReadOnlyList<string> fields, Func<Value?, bool> fits, Func<Value, Value, Value> merge)
    {
        var (local, remote) = (context.LocalValue, context.RemoteValue);
        if (fields.Count == 0 && fits(local) && fits(remote)) return Sides.MergeUnlessStored(context, merge(local!, remote!));
        // A whole of another kind would take along what is kept; only a removal may.
        if (local is ObjectValue kept && remote is not (null or ObjectValue) && fields.Any(field => fits(kept[field]))) return Sides.MergeUnlessStored(context, kept);
        if (local is not ObjectValue ours || remote is not ObjectValue theirs || context.MergedValue is not ObjectValue stored) return ResolverDecision.Local;

        var merged = new Dictionary<string, Value>(stored.Fields, StringComparer.Ordinal);
        foreach (var field in fields.Count > 0 ? fields : ours.Fields.Keys.Where(field => fits(ours[field]) && fits(theirs[field])))
        {
            if (ours[field] is not { } mine || !fits(mine)) continue;
            merged[field] = theirs[field] is { } other && fits(other) ? merge(mine, other) : mine;
        }

        return Sides.MergeUnlessStored(context, new ObjectValue(merged));
    }
}
