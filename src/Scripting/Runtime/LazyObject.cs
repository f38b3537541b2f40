namespace TopGun.Scripting.Runtime;

/// <summary>An object of the input: its members are converted as they are read, and copied when the first one is changed.</summary>
internal abstract class LazyObject(JsObject? prototype) : JsObject(prototype)
{
    /// <summary>Whether the script changed this object itself; what its members refer to may have changed without that.</summary>
    public bool Changed { get; private set; }

    protected abstract bool TryRead(string name, out JsValue value);

    /// <summary>The names in the order in which scripts see them, and none that looks like an array index after one that does not.</summary>
    protected abstract IReadOnlyList<string> SortedNames(Meter meter);

    public override bool TryGetOwn(PropertyKey key, out JsValue value, out PropertyFlags flags)
    {
        if (Changed) return base.TryGetOwn(key, out value, out flags);
        flags = PropertyFlags.Plain;
        if (key.IsString && TryRead((string)key.Name, out value)) return true;
        value = default;
        return false;
    }

    public override void DefineOwn(Meter? meter, PropertyKey key, JsValue value, PropertyFlags flags = PropertyFlags.Plain)
    {
        Copy(meter!);
        base.DefineOwn(meter, key, value, flags);
    }

    public override void RemoveOwn(Meter meter, PropertyKey key)
    {
        Copy(meter);
        base.RemoveOwn(meter, key);
    }

    public override void Restrict(Meter meter, PropertyFlags kept)
    {
        Copy(meter);
        base.Restrict(meter, kept);
    }

    public override List<PropertyKey> OwnKeys(Meter meter)
    {
        if (Changed) return base.OwnKeys(meter);
        var names = SortedNames(meter);
        var keys = new List<PropertyKey>(names.Count);
        foreach (var name in names)
            if (PropertyKey.Of(name) is { IsIndex: true } index) keys.Add(index);
        keys.Sort((left, right) => left.Index.CompareTo(right.Index));
        foreach (var name in names)
            if (!PropertyKey.Of(name).IsIndex) keys.Add(PropertyKey.Named(name));
        return keys;
    }

    private void Copy(Meter meter)
    {
        if (Changed) return;
        var names = SortedNames(meter);
        Changed = true;
        foreach (var name in names)
        {
            TryRead(name, out var value);
            base.DefineOwn(meter, PropertyKey.Of(name), value);
        }
    }
}
