using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Values;

namespace TopGun.Core.Replicas;

/// <summary>Under which tags this replica has seen the elements of a set.</summary>
internal sealed class SeenElements
{
    private readonly Dictionary<Value, List<ElementTag>> _tags = [];

    private SeenElements(Record record)
    {
        if (record.Root.Value is not ListValue list || record.Type != MapType.OrMap) return;
        for (var i = 0; i < list.Items.Count; i++) _tags[list.Items[i]] = [.. record.Tags[i]];
    }

    /// <summary>As an addition names them: what is shown.</summary>
    public static SeenElements In(Record shown) => new(shown);

    /// <summary>As a removal names them: besides what is confirmed all that the device's own adds in the log gave, whatever came after them.</summary>
    /// <remarks>
    /// Which of those will have been taken by the server when the removal arrives there nobody knows yet. If one is refused, the removal must still take
    /// out what was there before it (INV-SET-2).
    /// </remarks>
    public static SeenElements In(Record confirmed, IEnumerable<LoggedOp> log, string key)
    {
        var seen = new SeenElements(confirmed);
        foreach (var op in log)
            if (op.On(key) is AddElementsWrite add)
                for (var i = 0; i < add.Elements.Count; i++) seen.Add(add.Elements[i].Value, op.FirstTag with { Index = i });
        return seen;
    }

    /// <summary>An element with its tags; of more than can be named the newest.</summary>
    public SeenElement Of(Value element) => new(element, _tags.TryGetValue(element, out var tags) ? [.. tags.TakeLast(SeenElement.MaxTags)] : []);

    private void Add(Value element, ElementTag tag)
    {
        if (!_tags.TryGetValue(element, out var tags)) _tags[element] = tags = [];
        if (!tags.Contains(tag)) tags.Add(tag);
    }
}
