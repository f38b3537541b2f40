using TopGun.Core.Values;

namespace TopGun.Scripting.Runtime;

/// <summary>An array: one block of elements without gaps in storage, so that its cost is its length.</summary>
/// <remarks>
/// An array may stand for a list of the input. Its elements are then converted as they are read, and as long as nothing
/// changes it is still <see cref="Source"/>.
/// </remarks>
internal sealed class JsArray : JsObject
{
    /// <summary>The longest array that the language knows; memory limits end a run long before.</summary>
    private const uint MaxLength = uint.MaxValue - 1;

    private readonly Meter? _sourceMeter;
    private JsValue[]? _items;
    private PropertyFlags _elementFlags = PropertyFlags.Plain;

    public JsArray(JsValue[] items, int length)
        : base(Intrinsics.ArrayPrototype)
    {
        _items = items;
        Length = length;
    }

    public JsArray(JsValue[] items)
        : this(items, items.Length)
    {
    }

    public JsArray(ListValue source, Meter meter)
        : base(Intrinsics.ArrayPrototype)
    {
        Source = source;
        _sourceMeter = meter;
        Length = source.Items.Count;
    }

    public override string ClassName => "Array";

    public int Length { get; private set; }

    /// <summary>The list of the input that this array still is, as far as its own elements go; null once it was changed.</summary>
    public ListValue? Source { get; private set; }

    /// <summary>Makes an array and charges it.</summary>
    public static JsArray Of(Meter meter, IReadOnlyList<JsValue> items)
    {
        meter.Allocate(Meter.ObjectBytes + ((long)Meter.SlotBytes * items.Count));
        return new JsArray([.. items]);
    }

    /// <summary>Makes an array of holes and charges it.</summary>
    public static JsArray OfLength(Meter meter, double length)
    {
        meter.Allocate(Meter.ObjectBytes + (long)(Meter.SlotBytes * length));
        var items = new JsValue[(int)length];
        Array.Fill(items, JsValue.Hole);
        meter.Steps((long)length >> 4);
        return new JsArray(items);
    }

    /// <summary>An element that is there; a hole when it is missing.</summary>
    public JsValue ItemAt(int index)
    {
        if ((uint)index >= (uint)Length) return JsValue.Hole;
        if (_items is not { } items) return Load(index);
        var item = items[index];
        return item.IsUnread ? Load(index) : item;
    }

    /// <summary>The converted element of an array that is still its source, or a hole where nothing was converted.</summary>
    public JsValue LoadedAt(int index) => _items is { } items && !items[index].IsUnread ? items[index] : JsValue.Hole;

    public override JsValue GetIndex(Machine machine, uint index)
    {
        if (index < (uint)Length)
        {
            var item = ItemAt((int)index);
            if (!item.IsHole) return item;
        }
        return Prototype is null ? JsValue.Undefined : Prototype.Get(machine, PropertyKey.At(index), this);
    }

    public void SetIndex(Machine machine, uint index, JsValue value)
    {
        if (_elementFlags == PropertyFlags.Plain && index < (uint)Length && _items is { } items && Source is null)
        {
            if (!items[index].IsHole || Extensible)
            {
                items[index] = value;
                return;
            }
        }
        Set(machine, PropertyKey.At(index), value);
    }

    /// <summary>Appends one element.</summary>
    public void Add(Machine machine, JsValue value)
    {
        if (!Extensible) throw machine.TypeError($"Cannot add property {Length}, object is not extensible");
        DefineOwn(machine.Meter, PropertyKey.At((uint)Length), value);
    }

    /// <summary>All elements, as storage of this array that is safe to change: the array has left its source.</summary>
    public JsValue[] Own(Meter meter)
    {
        if (Source is not null)
        {
            meter.Steps(Length);
            for (var i = 0; i < Length; i++) ItemAt(i);
            var items = Storage(meter);
            for (var i = 0; i < Length; i++)
                if (items[i].IsUnread) items[i] = Load(i);
            Source = null;
        }
        return Storage(meter);
    }

    public override bool TryGetOwn(PropertyKey key, out JsValue value, out PropertyFlags flags)
    {
        if (key.IsIndex)
        {
            value = key.Index < (uint)Length ? ItemAt((int)key.Index) : JsValue.Hole;
            flags = _elementFlags;
            return !value.IsHole;
        }
        if (key.Is("length"))
        {
            value = Length;
            flags = _elementFlags & PropertyFlags.Writable;
            return true;
        }
        return base.TryGetOwn(key, out value, out flags);
    }

    public override void DefineOwn(Meter? meter, PropertyKey key, JsValue value, PropertyFlags flags = PropertyFlags.Plain)
    {
        if (key.Is("length"))
        {
            if (value.IsNumber) Resize(meter!, (uint)value.AsNumber);
            return;
        }
        if (!key.IsIndex)
        {
            base.DefineOwn(meter, key, value, flags);
            return;
        }
        var items = Own(meter!);
        if (key.Index >= (uint)items.Length) items = Grow(meter!, key.Index);
        items[key.Index] = value;
        if (key.Index >= (uint)Length) Length = (int)key.Index + 1;
    }

    public override void Set(Machine machine, PropertyKey key, JsValue value)
    {
        if (key.Is("length")) SetLength(machine, value);
        else base.Set(machine, key, value);
    }

    public override void RemoveOwn(Meter meter, PropertyKey key)
    {
        if (!key.IsIndex) base.RemoveOwn(meter, key);
        else if (key.Index < (uint)Length) Own(meter)[key.Index] = JsValue.Hole;
    }

    public override List<PropertyKey> OwnKeys(Meter meter)
    {
        meter.Steps(Length);
        meter.Allocate(24L * Length);
        var keys = new List<PropertyKey>(Length);
        for (var i = 0; i < Length; i++)
            if (!ItemAt(i).IsHole) keys.Add(PropertyKey.At((uint)i));
        AddStoredKeys(meter, keys);
        return keys;
    }

    public override void Restrict(Meter meter, PropertyFlags kept)
    {
        Own(meter);
        _elementFlags &= kept | PropertyFlags.Enumerable;
        base.Restrict(meter, kept);
    }

    public void SetLength(Machine machine, JsValue value)
    {
        var length = Conversion.ToNumber(machine, value);
        if (length != Math.Floor(length) || length is < 0 or > MaxLength) throw machine.RangeError("Invalid array length");
        if (length == Length) return;
        if (_elementFlags != PropertyFlags.Plain) throw ReadOnly(machine, PropertyKey.Length);
        Resize(machine.Meter, (uint)length);
    }

    private void Resize(Meter meter, uint length)
    {
        var items = Own(meter);
        if (length > (uint)items.Length) items = Grow(meter, length - 1);
        if (length < (uint)Length) Array.Fill(items, JsValue.Hole, (int)length, Length - (int)length);
        Length = (int)length;
    }

    // Storage past the length holds holes, so that growing into it needs no filling.
    private JsValue[] Grow(Meter meter, uint index)
    {
        var size = Math.Max((long)index + 1, Math.Max(4, (long)Length * 2));
        meter.Allocate(size * Meter.SlotBytes);
        meter.Steps(size >> 6);
        var items = new JsValue[size];
        _items!.AsSpan(0, Length).CopyTo(items);
        items.AsSpan(Length).Fill(JsValue.Hole);
        return _items = items;
    }

    private JsValue[] Storage(Meter meter)
    {
        if (_items is null)
        {
            meter.Allocate((long)Meter.SlotBytes * Length);
            _items = new JsValue[Length];
            Array.Fill(_items, JsValue.Unread);
        }
        return _items;
    }

    // A number or text is converted on the spot as often as it is read; an object only once, because it has an identity.
    private JsValue Load(int index)
    {
        var value = Source!.Items[index];
        var converted = InputConverter.Convert(_sourceMeter!, value);
        if (value is ListValue or ObjectValue) Storage(_sourceMeter!)[index] = converted;
        return converted;
    }
}
