namespace TopGun.Scripting.Runtime;

/// <summary>Reading properties of any value, also of those that are no objects.</summary>
internal static class Access
{
    public static JsValue Get(Machine machine, JsValue target, PropertyKey key)
    {
        switch (target.Reference)
        {
            case JsObject obj: return key.IsIndex ? obj.GetIndex(machine, key.Index) : obj.Get(machine, key, target);
            case string text:
                if (key.IsIndex) return key.Index < (uint)text.Length ? TextAt(text, (int)key.Index) : JsValue.Undefined;
                if (key.Is("length")) return text.Length;
                return Intrinsics.StringPrototype.Get(machine, key, target);
            case Tag when target.IsNumber: return Intrinsics.NumberPrototype.Get(machine, key, target);
            case Tag when target.IsBoolean: return Intrinsics.BooleanPrototype.Get(machine, key, target);
            case JsSymbol: return Intrinsics.SymbolPrototype.Get(machine, key, target);
            case null or Tag: throw machine.TypeError($"Cannot read properties of {target} (reading '{key.Text}')");
            default: throw machine.TypeError($"Cannot read properties of {ErrorText.Name(target)} (reading '{key.Text}'); it can only be passed on and compared");
        }
    }

    public static void Set(Machine machine, JsValue target, PropertyKey key, JsValue value)
    {
        if (target.Reference is JsArray array && key.IsIndex) array.SetIndex(machine, key.Index, value);
        else if (target.Reference is JsObject obj) obj.Set(machine, key, value);
        else if (target.IsNullish) throw machine.TypeError($"Cannot set properties of {target} (setting '{key.Text}')");
        else throw machine.TypeError($"Cannot create property '{key.Text}' on {Arithmetic.TypeOf(target)} {ErrorText.Name(target)}");
    }

    /// <summary>The text of one UTF-16 unit; the common ones are shared.</summary>
    public static string TextAt(string text, int index) => CharText.Of(text[index]);
}
