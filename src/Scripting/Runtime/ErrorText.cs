namespace TopGun.Scripting.Runtime;

/// <summary>Words for values in messages. None of them runs any code of the script.</summary>
internal static class ErrorText
{
    private const int MaxQuoted = 500;

    /// <summary>One line about a value that was thrown.</summary>
    public static string Describe(JsValue thrown)
    {
        if (thrown.Reference is not JsObject error) return Quote(thrown);
        var message = DataOf(error, "message");
        if (error is not JsError && message.Length == 0) return Name(thrown);
        var name = DataOf(error, "name");
        if (name.Length == 0) name = "Error";
        return message.Length == 0 ? name : $"{name}: {message}";
    }

    /// <summary>What to call a value when it stands in the wrong place.</summary>
    public static string Name(JsValue value) => value.Reference switch
    {
        string text => $"\"{Short(text)}\"",
        JsFunction function => function.DisplayName.Length > 0 ? $"function {Short(function.DisplayName)}" : "a function",
        JsObject obj => $"#<{obj.ClassName}>",
        TopGun.Core.Values.BytesValue => "bytes",
        TopGun.Core.Values.Int64Value => "an int64 beyond 2^53",
        _ => value.ToString(),
    };

    private static string Quote(JsValue value) => value.Reference is string text ? Short(text) : Name(value);

    private static string Short(string text)
    {
        if (text.Length <= MaxQuoted) return text;
        var end = char.IsHighSurrogate(text[MaxQuoted - 1]) ? MaxQuoted - 1 : MaxQuoted;
        return text[..end] + "...";
    }

    // Along a few prototypes only, and never a getter: this runs outside of every limit.
    private static string DataOf(JsObject value, string name)
    {
        var holder = value;
        for (var hops = 0; holder is not null && hops < 8; hops++, holder = holder.Prototype)
            if (holder is not LazyObject && holder.TryGetOwn(PropertyKey.Named(name), out var found, out var flags))
                return (flags & PropertyFlags.Accessor) == 0 && found.Reference is string text ? Short(text) : "";
        return "";
    }
}
