using TopGun.Core.Maps;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Sets;

/// <summary>Applies writes to the sets of an OrMap: an add wins over a removal that did not see it (INV-SET-1).</summary>
/// <remarks>
/// One process merges, and each op counts once; so of what was removed nothing is kept. Of an element those tags are kept whose ops had not heard of each
/// other: had one tag taken the place of all, a removal by its own writer would take away what others added meanwhile.
/// </remarks>
internal static class SetMerge
{
    /// <summary>Adds elements.</summary>
    /// <param name="local">The record.</param>
    /// <param name="write">What is added.</param>
    /// <param name="at">When it was written.</param>
    /// <param name="first">The tag of its first element.</param>
    public static WriteOutcome Apply(Record local, AddElementsWrite write, HlcTimestamp at, ElementTag first)
    {
        var (elements, tags) = PartsOf(local);
        var places = PlacesOf(elements);
        var changed = false;
        for (var i = 0; i < write.Elements.Count; i++)
        {
            var (seen, tag) = (write.Elements[i], first with { Index = i });
            if (places.TryGetValue(seen.Value, out var place))
            {
                if (tags[place].Contains(tag)) continue;
                tags[place] = [.. tags[place].Where(known => !seen.Has(known)), tag];
            }
            else
            {
                places.Add(seen.Value, elements.Count);
                elements.Add(seen.Value);
                tags.Add([tag]);
            }

            changed = true;
        }

        return changed ? new(WriteVerdict.Applied, Record.OfSet(HlcTimestamp.Max(local.Root.At, at), elements, tags), true) : Unchanged(local);
    }

    /// <summary>Takes elements out.</summary>
    /// <param name="local">The record.</param>
    /// <param name="write">What is taken out.</param>
    /// <param name="at">When it was written.</param>
    public static WriteOutcome Apply(Record local, RemoveElementsWrite write, HlcTimestamp at)
    {
        if (!local.IsLive) return Unchanged(local);
        at = HlcTimestamp.Max(local.Root.At, at);
        if (write.Elements is not { } removed) return new(WriteVerdict.Applied, Record.Removed(MapType.OrMap, at), true);

        var (elements, tags) = PartsOf(local);
        var places = PlacesOf(elements);
        var (isChanged, isOutdated) = (false, false);
        foreach (var seen in removed)
        {
            // The value decides too: a number may have been another op's for a moment, and its tag another element's.
            if (!places.TryGetValue(seen.Value, out var place)) continue;
            ElementTag[] left = [.. tags[place].Where(tag => !seen.Has(tag))];
            if (left.Length == tags[place].Count) isOutdated = true;
            else (tags[place], isChanged) = (left, true);
        }

        if (!isChanged) return isOutdated ? new(WriteVerdict.Superseded, local, false) : Unchanged(local);
        var (leftElements, leftTags) = WithTags(elements, tags);
        return new(WriteVerdict.Applied, leftElements.Count == 0 ? Record.Removed(MapType.OrMap, at) : Record.OfSet(at, leftElements, leftTags), true);
    }

    private static (List<Value> Elements, List<IReadOnlyList<ElementTag>> Tags) PartsOf(Record record)
        => record.Root.Value is ListValue list ? ([.. list.Items], [.. record.Tags]) : ([], []);

    private static Dictionary<Value, int> PlacesOf(List<Value> elements)
    {
        var places = new Dictionary<Value, int>(elements.Count);
        for (var i = 0; i < elements.Count; i++) places[elements[i]] = i;
        return places;
    }

    private static (List<Value> Elements, List<IReadOnlyList<ElementTag>> Tags) WithTags(List<Value> elements, List<IReadOnlyList<ElementTag>> tags)
    {
        var (left, theirs) = (new List<Value>(elements.Count), new List<IReadOnlyList<ElementTag>>(elements.Count));
        for (var i = 0; i < elements.Count; i++)
        {
            if (tags[i].Count == 0) continue;
            left.Add(elements[i]);
            theirs.Add(tags[i]);
        }

        return (left, theirs);
    }

    private static WriteOutcome Unchanged(Record local) => new(WriteVerdict.Applied, local, false);
}
