namespace TopGun.Scripting.Runtime;

/// <summary>The properties of one object, in the order in which they were added.</summary>
internal sealed class PropertyMap
{
    // Up to here a walk over the names beats hashing the one that is sought.
    private const int MaxUnindexed = 8;

    private object?[] _keys;
    private JsValue[] _values;
    private PropertyFlags[]? _flags;
    private Dictionary<object, int>? _index;
    private bool _sharesKeys;

    public PropertyMap()
    {
        _keys = [];
        _values = [];
    }

    /// <summary>Makes the map of an object literal, which shares its names with every other object from there.</summary>
    public PropertyMap(object[] keys, JsValue[] values)
    {
        _keys = keys;
        _values = values;
        Count = keys.Length;
        _sharesKeys = true;
        if (Count > MaxUnindexed) BuildIndex();
    }

    /// <summary>How many places are taken, by properties or by the traces of removed ones.</summary>
    public int Count { get; private set; }

    /// <summary>Whether all were made by one literal and none was added, removed or restricted since.</summary>
    public bool IsPlain => _sharesKeys && _flags is null;

    /// <summary>The names as the literal has them, when there are no others and they are all texts.</summary>
    public string[]? SharedNames => _sharesKeys && _keys.Length == Count ? _keys as string[] : null;

    public object? KeyAt(int place) => _keys[place];

    public JsValue ValueAt(int place) => _values[place];

    public PropertyFlags FlagsAt(int place) => _flags is null ? PropertyFlags.Plain : _flags[place];

    public int Find(object key)
    {
        if (_index is not null) return _index.TryGetValue(key, out var place) ? place : -1;
        var keys = _keys;
        for (var i = 0; i < Count; i++)
            if (ReferenceEquals(keys[i], key)) return i;
        if (key is not string text) return -1;
        for (var i = 0; i < Count; i++)
            if (keys[i] is string other && string.Equals(other, text, StringComparison.Ordinal)) return i;
        return -1;
    }

    public void SetValue(int place, JsValue value) => _values[place] = value;

    public void SetFlags(int place, PropertyFlags flags)
    {
        if (FlagsAt(place) == flags) return;
        if (_flags is null)
        {
            _flags = new PropertyFlags[_keys.Length];
            Array.Fill(_flags, PropertyFlags.Plain);
        }
        _flags[place] = flags;
    }

    public void Add(Meter? meter, object key, JsValue value, PropertyFlags flags)
    {
        if (Count == _keys.Length || _sharesKeys || Count == _values.Length) Grow(meter);
        _keys[Count] = key;
        _values[Count] = value;
        Count++;
        SetFlags(Count - 1, flags);
        if (_index is not null) _index.Add(key, Count - 1);
        else if (Count > MaxUnindexed) BuildIndex();
    }

    public void Remove(int place)
    {
        if (_sharesKeys)
        {
            _keys = (object?[])_keys.Clone();
            _sharesKeys = false;
        }
        _index?.Remove(_keys[place]!);
        _keys[place] = null;
        _values[place] = default;
        if (_flags is not null) _flags[place] = PropertyFlags.Plain;
    }

    private void Grow(Meter? meter)
    {
        var size = Count < 4 ? 4 : Count * 2;
        // A key, a value, and its share of the index.
        meter?.Allocate(size * (long)(Meter.SlotBytes + 8 + (size > MaxUnindexed ? 40 : 0)));
        Array.Resize(ref _keys, size);
        Array.Resize(ref _values, size);
        if (_flags is not null) Array.Resize(ref _flags, size);
        _sharesKeys = false;
    }

    private void BuildIndex()
    {
        _index = new Dictionary<object, int>(_keys.Length);
        for (var i = 0; i < Count; i++)
            if (_keys[i] is { } key) _index.Add(key, i);
    }
}
