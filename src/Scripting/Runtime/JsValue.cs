using System.Runtime.CompilerServices;
using TopGun.Core.Values;

namespace TopGun.Scripting.Runtime;

/// <summary>A value of the language: undefined (the default), null, boolean, number, text, symbol, object, or an opaque input.</summary>
/// <remarks>
/// Opaque are the int64 beyond 2^53, which no number of the language can hold, and bytes. They can be passed on and
/// compared, and that is all.
/// </remarks>
internal readonly struct JsValue
{
    private readonly object? _ref;
    private readonly double _number;

    private JsValue(object? reference, double number = 0)
    {
        _ref = reference;
        _number = number;
    }

    public static JsValue Undefined => default;

    public static JsValue Null => new(Tag.Null);

    public static JsValue True => new(Tag.True);

    public static JsValue False => new(Tag.False);

    public static JsValue NaN => new(Tag.Number, double.NaN);

    public static JsValue Hole => new(Tag.Hole);

    public static JsValue Uninitialised => new(Tag.Uninitialised);

    public static JsValue Unread => new(Tag.Unread);

    public object? Reference => _ref;

    public bool IsUndefined => _ref is null;

    public bool IsNull => ReferenceEquals(_ref, Tag.Null);

    public bool IsNullish => _ref is null || ReferenceEquals(_ref, Tag.Null);

    public bool IsNumber => ReferenceEquals(_ref, Tag.Number);

    public bool IsBoolean => ReferenceEquals(_ref, Tag.True) || ReferenceEquals(_ref, Tag.False);

    public bool IsTrue => ReferenceEquals(_ref, Tag.True);

    public bool IsString => _ref is string;

    public bool IsSymbol => _ref is JsSymbol;

    public bool IsObject => _ref is JsObject;

    public bool IsOpaque => _ref is Value;

    public bool IsHole => ReferenceEquals(_ref, Tag.Hole);

    public bool IsUninitialised => ReferenceEquals(_ref, Tag.Uninitialised);

    public bool IsUnread => ReferenceEquals(_ref, Tag.Unread);

    public double AsNumber => _number;

    public string AsString => Unsafe.As<string>(_ref!);

    public JsObject AsObject => Unsafe.As<JsObject>(_ref!);

    public static implicit operator JsValue(double number) => new(Tag.Number, number);

    public static implicit operator JsValue(string text) => new(text);

    public static implicit operator JsValue(bool truth) => new(truth ? Tag.True : Tag.False);

    public static implicit operator JsValue(JsObject value) => new(value);

    public static implicit operator JsValue(JsSymbol symbol) => new(symbol);

    public static JsValue Opaque(Value value) => new(value);

    public static JsValue Accessor(Accessor accessor) => new(accessor);

    public JsValue OrUndefinedIfHole() => IsHole ? Undefined : this;

    public override string ToString() => _ref switch
    {
        null => "undefined",
        Tag when IsNumber => NumberText.Format(_number),
        Tag => IsNull ? "null" : IsTrue ? "true" : "false",
        _ => _ref.ToString() ?? "",
    };
}
