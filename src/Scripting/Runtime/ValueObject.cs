using TopGun.Core.Values;

namespace TopGun.Scripting.Runtime;

/// <summary>An object value of the input.</summary>
internal sealed class ValueObject(ObjectValue source, Meter meter) : LazyObject(Intrinsics.ObjectPrototype)
{
    private Dictionary<string, JsObject>? _members;

    public ObjectValue Source { get; } = source;

    /// <summary>The members that were read and have an identity of their own; only these can have been changed.</summary>
    public IReadOnlyDictionary<string, JsObject>? Members => _members;

    protected override bool TryRead(string name, out JsValue value)
    {
        if (!Source.Fields.TryGetValue(name, out var field))
        {
            value = default;
            return false;
        }
        if (field is not (ListValue or ObjectValue))
        {
            value = InputConverter.Convert(meter, field);
            return true;
        }
        if (_members is not null && _members.TryGetValue(name, out var member))
        {
            value = member;
            return true;
        }
        value = InputConverter.Convert(meter, field);
        meter.Allocate(64);
        (_members ??= new(StringComparer.Ordinal)).Add(name, value.AsObject);
        return true;
    }

    // The order of the fields carries no meaning and may differ between equal values, but equal input must give equal
    // answers: so scripts see them sorted.
    protected override IReadOnlyList<string> SortedNames(Meter meter)
    {
        var count = Source.Fields.Count;
        meter.Steps(2L * count);
        meter.Allocate(8L * count);
        var names = Source.Fields.Keys.ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
