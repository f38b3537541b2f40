namespace TopGun.Scripting.Runtime;

/// <summary>What Map and Set are made of: entries in the order of insertion, found by their keys.</summary>
internal sealed class JsTable(Meter meter)
{
    private const int EntryBytes = 96;

    private readonly Dictionary<JsValue, int> _places = new(new KeyComparer(meter));

    // Removed entries leave a hole behind, so that walks under way keep their place. Adding is charged, so holes are too.
    private readonly List<(JsValue Key, JsValue Value)> _entries = [];

    public int Count => _places.Count;

    public int Places => _entries.Count;

    public bool TryEntryAt(int place, out JsValue key, out JsValue value)
    {
        (key, value) = _entries[place];
        return !key.IsHole;
    }

    public bool TryGet(JsValue key, out JsValue value)
    {
        Charge(key);
        var found = _places.TryGetValue(key, out var place);
        value = found ? _entries[place].Value : JsValue.Undefined;
        return found;
    }

    public void Set(JsValue key, JsValue value)
    {
        Charge(key);
        if (key.IsNumber && key.AsNumber == 0) key = 0.0;
        if (_places.TryGetValue(key, out var place))
        {
            _entries[place] = (_entries[place].Key, value);
            return;
        }
        meter.Allocate(EntryBytes);
        _places.Add(key, _entries.Count);
        _entries.Add((key, value));
    }

    public bool Remove(JsValue key)
    {
        Charge(key);
        if (!_places.Remove(key, out var place)) return false;
        _entries[place] = (JsValue.Hole, default);
        return true;
    }

    public void Clear()
    {
        meter.Steps(_entries.Count >> 2);
        _places.Clear();
        for (var i = 0; i < _entries.Count; i++) _entries[i] = (JsValue.Hole, default);
    }

    private void Charge(JsValue key)
    {
        meter.Step();
        if (key.Reference is string text) meter.Scan(text.Length);
        else if (key.Reference is TopGun.Core.Values.BytesValue bytes) meter.Scan(bytes.Bytes.Length);
    }

    private sealed class KeyComparer(Meter meter) : IEqualityComparer<JsValue>
    {
        public bool Equals(JsValue left, JsValue right) => Equality.SameOrZero(meter, left, right);

        // HashCode is seeded per process, so that a script cannot choose keys that collide.
        public int GetHashCode(JsValue key) => key.Reference switch
        {
            null => 0,
            string or TopGun.Core.Values.Value => key.Reference.GetHashCode(),
            Tag when key.IsNumber => HashCode.Combine(double.IsNaN(key.AsNumber) ? 0L : BitConverter.DoubleToInt64Bits(key.AsNumber + 0.0)),
            _ => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(key.Reference),
        };
    }
}
