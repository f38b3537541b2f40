namespace TopGun.Scripting.Runtime;

/// <summary>An object of the language: properties, a prototype, and whether more properties may be added.</summary>
/// <remarks>
/// The built-in objects are shared by all runs of all scripts; <see cref="Shared"/> marks them, and nothing can change them
/// once they are made. Everything else belongs to one run.
/// </remarks>
internal class JsObject
{
    private PropertyMap? _properties;

    public JsObject(JsObject? prototype) => Prototype = prototype;

    public JsObject(JsObject? prototype, PropertyMap properties)
    {
        Prototype = prototype;
        _properties = properties;
    }

    public JsObject? Prototype
    {
        get;
        set
        {
            RequireUnshared();
            field = value;
        }
    }

    public bool Extensible
    {
        get;
        set
        {
            RequireUnshared();
            field = value;
        }
    } = true;

    /// <summary>Whether this is a built-in that all runs share.</summary>
    public bool Shared { get; private set; }

    /// <summary>What <c>Object.prototype.toString</c> calls it.</summary>
    public virtual string ClassName => "Object";

    public virtual bool TryGetOwn(PropertyKey key, out JsValue value, out PropertyFlags flags)
    {
        if (_properties is { } properties)
        {
            var place = properties.Find(key.Name);
            if (place >= 0)
            {
                value = properties.ValueAt(place);
                flags = properties.FlagsAt(place);
                return true;
            }
        }
        value = default;
        flags = default;
        return false;
    }

    /// <summary>Adds or replaces a property whatever its flags say; who calls has checked that this is allowed.</summary>
    public virtual void DefineOwn(Meter? meter, PropertyKey key, JsValue value, PropertyFlags flags = PropertyFlags.Plain)
    {
        RequireUnshared();
        _properties ??= new PropertyMap();
        var name = key.Name;
        var place = _properties.Find(name);
        if (place < 0)
        {
            _properties.Add(meter, name, value, flags);
            return;
        }
        _properties.SetValue(place, value);
        _properties.SetFlags(place, flags);
    }

    /// <summary>Removes a property if it is there; who calls has checked that this is allowed.</summary>
    public virtual void RemoveOwn(Meter meter, PropertyKey key)
    {
        RequireUnshared();
        if (_properties is null) return;
        var place = _properties.Find(key.Name);
        if (place >= 0) _properties.Remove(place);
    }

    /// <summary>Lists the own keys: indices in order, then texts, then symbols as they were added. Private names stay hidden.</summary>
    public virtual List<PropertyKey> OwnKeys(Meter meter)
    {
        var keys = new List<PropertyKey>();
        AddStoredKeys(meter, keys);
        return keys;
    }

    /// <summary>The properties, when they are nothing but plain ones with names in their order; null otherwise.</summary>
    public PropertyMap? PlainProperties => GetType() == typeof(JsObject) && _properties is { IsPlain: true } ? _properties : null;

    /// <summary>Reads a property along the prototypes.</summary>
    public JsValue Get(Machine machine, PropertyKey key) => Get(machine, key, this);

    public JsValue Get(Machine machine, PropertyKey key, JsValue receiver)
    {
        for (var holder = this; holder is not null; holder = holder.Prototype)
        {
            if (holder.TryGetOwn(key, out var value, out var flags))
                return (flags & PropertyFlags.Accessor) == 0 ? value : Read(machine, value, receiver);
            machine.Meter.Step();
        }
        return JsValue.Undefined;
    }

    public virtual JsValue GetIndex(Machine machine, uint index) => Get(machine, PropertyKey.At(index), this);

    /// <summary>Assigns as strict code does: what cannot be assigned is a TypeError.</summary>
    public virtual void Set(Machine machine, PropertyKey key, JsValue value)
    {
        if (TryGetOwn(key, out var current, out var flags))
        {
            if ((flags & PropertyFlags.Accessor) != 0) Write(machine, key, current, this, value);
            else if ((flags & PropertyFlags.Writable) == 0) throw ReadOnly(machine, key);
            else DefineOwn(machine.Meter, key, value, flags);
            return;
        }
        // A read-only property of a built-in does not keep an object from having its own: it is the sharing that makes
        // built-ins read-only, and scripts that give an object a toString of its own are honest ones.
        for (var holder = Prototype; holder is not null; holder = holder.Prototype)
        {
            machine.Meter.Step();
            if (!holder.TryGetOwn(key, out current, out flags)) continue;
            if ((flags & PropertyFlags.Accessor) != 0)
            {
                Write(machine, key, current, this, value);
                return;
            }
            if ((flags & PropertyFlags.Writable) == 0 && !holder.Shared) throw ReadOnly(machine, key);
            break;
        }
        if (!Extensible) throw machine.TypeError($"Cannot add property {key.Text}, object is not extensible");
        DefineOwn(machine.Meter, key, value);
    }

    public bool Has(Machine machine, PropertyKey key)
    {
        for (var holder = this; holder is not null; holder = holder.Prototype)
        {
            if (holder.TryGetOwn(key, out _, out _)) return true;
            machine.Meter.Step();
        }
        return false;
    }

    /// <summary>Removes as strict code does: what cannot be removed is a TypeError.</summary>
    public void Delete(Machine machine, PropertyKey key)
    {
        if (!TryGetOwn(key, out _, out var flags)) return;
        if ((flags & PropertyFlags.Configurable) == 0)
            throw machine.TypeError($"Cannot delete property '{key.Text}' of {ErrorText.Name(this)}");
        RemoveOwn(machine.Meter, key);
    }

    /// <summary>Makes every own property at most <paramref name="kept"/>, and adding new ones impossible.</summary>
    public virtual void Restrict(Meter meter, PropertyFlags kept)
    {
        if (Shared) return;
        Extensible = false;
        if (_properties is null) return;
        meter.Steps(_properties.Count);
        for (var place = 0; place < _properties.Count; place++)
        {
            if (_properties.KeyAt(place) is null or PrivateName) continue;
            var flags = _properties.FlagsAt(place);
            _properties.SetFlags(place, flags & (kept | PropertyFlags.Enumerable | PropertyFlags.Accessor));
        }
    }

    /// <summary>Makes a built-in that can be shared: complete now, and never to change again.</summary>
    public void Share()
    {
        Extensible = false;
        Shared = true;
        if (_properties is null) return;
        for (var place = 0; place < _properties.Count; place++)
            _properties.SetFlags(place, _properties.FlagsAt(place) & (PropertyFlags.Enumerable | PropertyFlags.Accessor));
    }

    public bool TryGetOwnPrivate(PropertyKey key, out JsValue value, out PropertyFlags flags)
    {
        var place = _properties?.Find(key.Name) ?? -1;
        value = place < 0 ? default : _properties!.ValueAt(place);
        flags = place < 0 ? default : _properties!.FlagsAt(place);
        return place >= 0;
    }

    /// <summary>Gives the object a private member that it does not have yet.</summary>
    public void AddPrivate(Machine machine, PropertyKey key, JsValue value, PropertyFlags flags)
    {
        // A constructor may return any object for its class to work on, also a built-in.
        if (Shared) throw machine.TypeError("Cannot add a private member to a built-in");
        if (TryGetOwnPrivate(key, out _, out _)) throw machine.TypeError("Cannot initialize a private member twice on the same object");
        _properties ??= new PropertyMap();
        _properties.Add(machine.Meter, key.Name, value, flags);
    }

    public void SetPrivate(PropertyKey key, JsValue value) => _properties!.SetValue(_properties.Find(key.Name), value);

    public void CopyPrivateTo(Machine machine, JsObject target)
    {
        if (_properties is null) return;
        machine.Meter.Steps(_properties.Count);
        for (var place = 0; place < _properties.Count; place++)
            if (_properties.KeyAt(place) is PrivateName name) target.AddPrivate(machine, PropertyKey.Of(name), _properties.ValueAt(place), _properties.FlagsAt(place));
    }

    protected void AddStoredKeys(Meter meter, List<PropertyKey> keys)
    {
        if (_properties is null) return;
        meter.Steps(_properties.Count);
        meter.Allocate(24L * _properties.Count);
        var indices = keys.Count;
        for (var place = 0; place < _properties.Count; place++)
            if (_properties.KeyAt(place) is string name && PropertyKey.Of(name) is { IsIndex: true } index) keys.Add(index);
        if (keys.Count > indices + 1)
        {
            meter.Steps(4L * (keys.Count - indices));
            keys.Sort(indices, keys.Count - indices, Comparer<PropertyKey>.Create((left, right) => left.Index.CompareTo(right.Index)));
        }
        for (var place = 0; place < _properties.Count; place++)
            if (_properties.KeyAt(place) is string name && !PropertyKey.Of(name).IsIndex) keys.Add(PropertyKey.Named(name));
        for (var place = 0; place < _properties.Count; place++)
            if (_properties.KeyAt(place) is JsSymbol symbol) keys.Add(PropertyKey.Of(symbol));
    }

    // The last line of defence: what would change a built-in was to be refused before it came here.
    private void RequireUnshared()
    {
        if (Shared) throw new InvalidOperationException("A built-in that all runs share was about to be changed.");
    }

    private protected static JsThrow ReadOnly(Machine machine, PropertyKey key)
        => machine.TypeError($"Cannot assign to read only property '{key.Text}' of object");

    private static JsValue Read(Machine machine, JsValue accessor, JsValue receiver)
        => ((Accessor)accessor.Reference!).Getter is { } getter ? machine.Call(getter, receiver, []) : JsValue.Undefined;

    private static void Write(Machine machine, PropertyKey key, JsValue accessor, JsValue receiver, JsValue value)
    {
        if (((Accessor)accessor.Reference!).Setter is not { } setter)
            throw machine.TypeError($"Cannot set property {key.Text} of object which has only a getter");
        machine.Call(setter, receiver, [value]);
    }
}
