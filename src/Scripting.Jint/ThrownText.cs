using Jint;
using Jint.Native;
using Jint.Native.Function;
using Jint.Native.Object;
using JsValue = Jint.Native.JsValue;
using JsArray = Jint.Native.JsArray;
using JsObject = Jint.Native.JsObject;

namespace TopGun.Scripting.Jint;

/// <summary>Words for values in messages. None of them runs any code of the script: this is outside of every limit.</summary>
internal static class ThrownText
{
    private const int MaxQuoted = 500;

    /// <summary>One line about a value that was thrown.</summary>
    public static string Describe(JsValue thrown)
    {
        if (thrown is not ObjectInstance error) return thrown is JsString text ? Short(text.ToString()) : Name(thrown);
        var message = DataOf(error, "message");
        if (message.Length == 0 && error is (JsObject or JsArray or Function)) return Name(thrown);
        var name = DataOf(error, "name");
        if (name.Length == 0) name = "Error";
        return message.Length == 0 ? name : $"{name}: {message}";
    }

    /// <summary>What to call a value when it stands in the wrong place.</summary>
    public static string Name(JsValue value) => value switch
    {
        JsString text => $"\"{Short(text.ToString())}\"",
        Function => "a function",
        JsArray => "#<Array>",
        JsObject => "#<Object>",
        ObjectInstance other => $"#<{other.GetType().Name.Replace("Js", "", StringComparison.Ordinal)}>",
        JsSymbol => "a symbol",
        _ => value.ToString(),
    };

    private static string Short(string text)
    {
        if (text.Length <= MaxQuoted) return text;
        var end = char.IsHighSurrogate(text[MaxQuoted - 1]) ? MaxQuoted - 1 : MaxQuoted;
        return text[..end] + "...";
    }

    // Along a few prototypes only, and never a getter.
    private static string DataOf(ObjectInstance value, string name)
    {
        var holder = value;
        for (var hops = 0; holder is not null && hops < 8; hops++, holder = holder.Prototype)
        {
            var found = holder.GetOwnProperty(name);
            if (found.IsDataDescriptor()) return found.Value is JsString text ? Short(text.ToString()) : "";
            if (found.IsAccessorDescriptor()) return "";
        }
        return "";
    }
}
