using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Simulation.Checkers;

/// <summary>A set or a counter merged a second time, by rules written a second time.</summary>
internal sealed class ModelSet
{
    private readonly List<(Value Element, ElementTag Tag)> _elements = [];

    private ModelSet(IEnumerable<(Value, ElementTag)> elements, System.Numerics.BigInteger? sum) => (_elements, Sum) = ([.. elements], sum);

    public ModelSet()
    {
    }

    /// <summary>The sum of a counter; null when there is none.</summary>
    public System.Numerics.BigInteger? Sum { get; private set; }

    public bool IsLive => Sum is not null || _elements.Count > 0;

    public ModelSet Copy() => new(_elements, Sum);

    /// <summary>Applies a write.</summary>
    /// <returns>The code of its result, and whether anything changed.</returns>
    public (OpResultCode Code, bool Changed) Apply(Write write, WriterId writer, long number) => Apply(write, new ElementTag($"{writer.NodeId}~{writer.Suffix}", number, 0));

    /// <summary>Applies a write whose first element gets a tag.</summary>
    /// <returns>The code of its result, and whether anything changed.</returns>
    public (OpResultCode Code, bool Changed) Apply(Write write, ElementTag first) => write switch
    {
        AddElementsWrite add => Add(add, first),
        RemoveElementsWrite remove => Remove(remove),
        CountWrite count => Count(count.Delta),
        RemoveCounterWrite remove => RemoveCounter(remove.Seen),
        _ => throw new ArgumentException($"A {write.GetType().Name} is for a record.", nameof(write)),
    };

    /// <summary>What differs between this and the server's record; null when nothing does.</summary>
    public string? DifferenceTo(Record record)
    {
        if (record.IsLive != IsLive) return $"live {record.IsLive} instead of {IsLive}";
        if (Sum is { } sum) return record.ToValue() is Int64Value counted && counted.Number == sum ? null : $"sum {record.ToValue()} instead of {sum}";
        var items = (record.ToValue() as ListValue)?.Items ?? [];
        var theirs = items.Zip(record.Tags).SelectMany(pair => pair.Second.Select(tag => (pair.First, tag))).ToHashSet();
        if (items.Count != record.Tags.Count || items.Distinct().Count() != items.Count) return $"{items.Count} elements with {record.Tags.Count} sets of tags: {record.ToValue()}";
        return theirs.SetEquals(_elements) ? null : $"{string.Join(' ', theirs)} instead of {string.Join(' ', _elements)}";
    }

    /// <summary>Whether a tag is known.</summary>
    public bool Has(ElementTag tag) => _elements.Any(known => known.Tag == tag);

    // Who sees what is committed names no tags.
    private static bool IsSeen(IReadOnlyList<ElementTag>? seen, ElementTag tag) => seen is null || seen.Contains(tag);

    private (OpResultCode, bool) Add(AddElementsWrite add, ElementTag first)
    {
        for (var i = 0; i < add.Elements.Count; i++)
        {
            var (element, seen) = add.Elements[i];
            _elements.RemoveAll(known => known.Element.Equals(element) && IsSeen(seen, known.Tag));
            _elements.Add((element, first with { Index = i }));
        }

        return (OpResultCode.Applied, true);
    }

    private (OpResultCode, bool) Remove(RemoveElementsWrite remove)
    {
        if (remove.Elements is null) return (OpResultCode.Applied, _elements.RemoveAll(_ => true) > 0);
        var gone = 0;
        foreach (var (element, tags) in remove.Elements) gone += _elements.RemoveAll(known => known.Element.Equals(element) && IsSeen(tags, known.Tag));
        var isOutdated = gone == 0 && remove.Elements.Any(removed => _elements.Any(known => known.Element.Equals(removed.Value)));
        return (isOutdated ? OpResultCode.Superseded : OpResultCode.Applied, gone > 0);
    }

    private (OpResultCode, bool) Count(long delta)
    {
        var sum = (Sum ?? 0) + delta;
        if (sum < long.MinValue || sum > long.MaxValue) return (OpResultCode.TooLarge, false);
        Sum = sum;
        return (OpResultCode.Applied, true);
    }

    private (OpResultCode, bool) RemoveCounter(long? seen)
    {
        if (Sum is null) return (OpResultCode.Applied, false);
        if (seen is not null && Sum != seen) return (OpResultCode.Superseded, false);
        Sum = null;
        return (OpResultCode.Applied, true);
    }
}
