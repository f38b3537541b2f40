namespace TopGun.Scripting.Runtime;

/// <summary>The argument of a script's body: the names of its <see cref="ScriptContext"/>.</summary>
internal sealed class ContextObject(ScriptContext context, Meter meter) : LazyObject(Intrinsics.ObjectPrototype)
{
    // Most scripts read two or three of the names.
    private (int Index, JsValue Value)[] _read = [];
    private int _count;

    protected override bool TryRead(string name, out JsValue value)
    {
        var names = context.Names;
        for (var i = 0; i < names.Count; i++)
        {
            if (!ReferenceEquals(names[i], name) && !string.Equals(names[i], name, StringComparison.Ordinal)) continue;
            value = Read(i);
            return true;
        }
        value = default;
        return false;
    }

    protected override IReadOnlyList<string> SortedNames(Meter charged)
    {
        charged.Steps(context.Names.Count);
        return context.Names;
    }

    private JsValue Read(int index)
    {
        for (var i = 0; i < _count; i++)
            if (_read[i].Index == index) return _read[i].Value;
        var value = InputConverter.Convert(meter, context.Read(index));
        if (_count == _read.Length) Array.Resize(ref _read, _count == 0 ? 2 : _count * 2);
        _read[_count++] = (index, value);
        return value;
    }
}
