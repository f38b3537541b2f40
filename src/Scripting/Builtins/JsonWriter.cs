using System.Globalization;

namespace TopGun.Scripting.Builtins;

/// <summary>Writes JSON. How deep it may nest is the call depth's business, so an object that holds itself ends there at the latest.</summary>
internal sealed class JsonWriter
{
    private static readonly string[] ControlEscapes = [.. Enumerable.Range(0, 32).Select(Escape)];

    private readonly Machine _machine;
    private readonly Meter _meter;
    private readonly MeteredText _text;
    private readonly JsFunction? _replacer;
    private readonly List<PropertyKey>? _onlyKeys;
    private readonly string _gap;
    private readonly List<JsObject> _open = [];

    public JsonWriter(Machine machine, JsValue replacer, JsValue space)
    {
        _machine = machine;
        _meter = machine.Meter;
        _text = new MeteredText(_meter);
        _replacer = replacer.Reference as JsFunction;
        if (replacer.Reference is JsArray names)
        {
            _onlyKeys = [];
            foreach (var name in Elements.ToList(machine, names))
            {
                if (!name.IsString && !name.IsNumber) continue;
                var key = Conversion.ToKey(machine, name);
                _meter.Steps(_onlyKeys.Count);
                if (!_onlyKeys.Contains(key)) _onlyKeys.Add(key);
            }
        }
        _gap = space.IsNumber ? new string(' ', (int)Math.Clamp(Conversion.ToInteger(machine, space), 0, 10))
            : space.Reference is string text ? text[..Math.Min(10, text.Length)] : "";
    }

    /// <summary>The text, or undefined for what JSON cannot say.</summary>
    public JsValue Write(JsValue value)
    {
        var holder = _machine.NewObject();
        holder.DefineOwn(_meter, PropertyKey.Named(""), value);
        return TryPrepare(holder, PropertyKey.Named(""), ref value) ? WriteAll(value) : JsValue.Undefined;
    }

    private JsValue WriteAll(JsValue value)
    {
        WriteValue(value);
        return _text.Build();
    }

    // Applies toJSON and the replacer; says whether anything is left to write.
    private bool TryPrepare(JsObject holder, PropertyKey key, ref JsValue value)
    {
        if (value.IsObject)
        {
            var toJson = value.AsObject.Get(_machine, PropertyKey.Named("toJSON"));
            if (toJson.Reference is JsFunction function) value = _machine.Call(function, value, [key.ToValue()]);
        }
        if (_replacer is not null) value = _machine.Call(_replacer, holder, [key.ToValue(), value]);
        if (value.IsOpaque) throw Conversion.NotComputable(_machine, value);
        return !value.IsUndefined && value.Reference is not (JsFunction or JsSymbol);
    }

    private void WriteValue(JsValue value)
    {
        _meter.Step();
        switch (value.Reference)
        {
            case string text: WriteText(text); break;
            case Tag when value.IsNumber: _text.Append(double.IsFinite(value.AsNumber) ? NumberText.Format(value.AsNumber) : "null"); break;
            case JsArray array: WriteArray(array); break;
            case JsObject obj: WriteObject(obj); break;
            default: _text.Append(value.IsNull ? "null" : value.IsTrue ? "true" : "false"); break;
        }
    }

    private void WriteArray(JsArray array)
    {
        Open(array);
        _text.Append('[');
        for (var i = 0; i < array.Length; i++)
        {
            if (i > 0) _text.Append(',');
            NewLine();
            var item = array.GetIndex(_machine, (uint)i);
            if (TryPrepare(array, PropertyKey.At((uint)i), ref item)) WriteValue(item);
            else _text.Append("null");
        }
        Close(array.Length > 0, ']');
    }

    private void WriteObject(JsObject obj)
    {
        Open(obj);
        _text.Append('{');
        var any = false;
        foreach (var key in _onlyKeys ?? obj.OwnKeys(_meter))
        {
            _meter.Step();
            if (!key.IsString || (_onlyKeys is null && (!obj.TryGetOwn(key, out _, out var flags) || (flags & PropertyFlags.Enumerable) == 0))) continue;
            var value = obj.Get(_machine, key);
            if (!TryPrepare(obj, key, ref value)) continue;
            if (any) _text.Append(',');
            any = true;
            NewLine();
            WriteText(key.Text);
            _text.Append(_gap.Length > 0 ? ": " : ":");
            WriteValue(value);
        }
        Close(any, '}');
    }

    private void Open(JsObject value)
    {
        _meter.Enter(4);
        _meter.Steps(_open.Count >> 2);
        if (_open.Contains(value)) throw _machine.TypeError("Converting circular structure to JSON");
        _open.Add(value);
    }

    private void Close(bool any, char bracket)
    {
        _open.RemoveAt(_open.Count - 1);
        if (any) NewLine();
        _text.Append(bracket);
        _meter.Leave(4);
    }

    private void NewLine()
    {
        if (_gap.Length == 0) return;
        _text.Append('\n');
        for (var i = 0; i < _open.Count; i++) _text.Append(_gap);
    }

    private void WriteText(string text)
    {
        _meter.Scan(text.Length);
        _text.Append('"');
        var plain = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var escape = EscapeOf(text, ref i, out var start);
            if (escape is null) continue;
            _meter.Step();
            _text.Append(text.AsSpan(plain, start - plain));
            _text.Append(escape);
            plain = i + 1;
        }
        _text.Append(text.AsSpan(plain));
        _text.Append('"');
    }

    // Half of a surrogate pair is written as an escape; a whole pair is passed over.
    private static string? EscapeOf(string text, ref int at, out int start)
    {
        start = at;
        var c = text[at];
        switch (c)
        {
            case '"': return "\\\"";
            case '\\': return "\\\\";
            case '\b': return "\\b";
            case '\f': return "\\f";
            case '\n': return "\\n";
            case '\r': return "\\r";
            case '\t': return "\\t";
        }
        if (char.IsSurrogate(c))
        {
            if (at + 1 < text.Length && char.IsSurrogatePair(c, text[at + 1]))
            {
                at++;
                return null;
            }
        }
        else if (c >= ' ') return null;
        return c < ' ' ? ControlEscapes[c] : Escape(c);
    }

    private static string Escape(int c) => "\\u" + c.ToString("x4", CultureInfo.InvariantCulture);
}
