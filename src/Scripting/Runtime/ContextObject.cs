namespace TopGun.Scripting.Runtime;

/// <summary>The argument of a script's body: the names of its <see cref="ScriptContext"/>.</summary>
internal sealed class ContextObject : LazyObject
{
    private readonly ScriptContext _context;
    private readonly Meter _meter;
    private readonly JsValue[] _read;

    public ContextObject(ScriptContext context, Meter meter)
        : base(Intrinsics.ObjectPrototype)
    {
        _context = context;
        _meter = meter;
        _read = new JsValue[context.Names.Count];
        Array.Fill(_read, JsValue.Unread);
    }

    protected override bool TryRead(string name, out JsValue value)
    {
        var names = _context.Names;
        for (var i = 0; i < _read.Length; i++)
        {
            if (!string.Equals(names[i], name, StringComparison.Ordinal)) continue;
            if (_read[i].IsUnread) _read[i] = InputConverter.Convert(_meter, _context.Read(i));
            value = _read[i];
            return true;
        }
        value = default;
        return false;
    }

    protected override IReadOnlyList<string> SortedNames(Meter meter)
    {
        meter.Steps(_read.Length);
        return _context.Names;
    }
}
