namespace TopGun.Scripting.Builtins;

/// <summary>The methods of texts that look for, or take, a part.</summary>
internal static class StringParts
{
    public static void Install(JsObject prototype)
    {
        prototype.Method("charAt", 1, (machine, self, arguments) => IsWithin(machine, self, arguments, out var text, out var at) ? CharText.Of(text[at]) : "");
        prototype.Method("charCodeAt", 1, (machine, self, arguments) => IsWithin(machine, self, arguments, out var text, out var at) ? (JsValue)text[at] : JsValue.NaN);
        prototype.Method("codePointAt", 1, (machine, self, arguments) => !IsWithin(machine, self, arguments, out var text, out var at) ? JsValue.Undefined
            : at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? char.ConvertToUtf32(text[at], text[at + 1]) : (double)text[at]);
        prototype.Method("at", 1, (machine, self, arguments) =>
        {
            var text = StringBuiltins.TextOf(machine, self);
            var at = Conversion.ToInteger(machine, arguments.At(0));
            if (at < 0) at += text.Length;
            return at >= 0 && at < text.Length ? CharText.Of(text[(int)at]) : JsValue.Undefined;
        });
        prototype.Method("indexOf", 1, (machine, self, arguments) =>
        {
            var text = StringBuiltins.TextOf(machine, self);
            var sought = Conversion.ToText(machine, arguments.At(0));
            return Texts.Find(machine, text, sought, (int)Math.Clamp(Conversion.ToInteger(machine, arguments.At(1)), 0, text.Length));
        });
        prototype.Method("lastIndexOf", 1, (machine, self, arguments) =>
        {
            var text = StringBuiltins.TextOf(machine, self);
            var sought = Conversion.ToText(machine, arguments.At(0));
            var start = Conversion.ToNumber(machine, arguments.At(1));
            return Texts.FindLast(machine, text, sought, double.IsNaN(start) ? text.Length : (int)Math.Clamp(start, 0, text.Length));
        });
        prototype.Method("includes", 1, (machine, self, arguments) =>
        {
            var text = StringBuiltins.TextOf(machine, self);
            var sought = RequireText(machine, arguments.At(0), "includes");
            return Texts.Find(machine, text, sought, (int)Math.Clamp(Conversion.ToInteger(machine, arguments.At(1)), 0, text.Length)) >= 0;
        });
        prototype.Method("startsWith", 1, (machine, self, arguments) =>
        {
            var text = StringBuiltins.TextOf(machine, self);
            var sought = RequireText(machine, arguments.At(0), "startsWith");
            return Texts.Matches(machine, text, sought, (int)Math.Clamp(Conversion.ToInteger(machine, arguments.At(1)), 0, text.Length));
        });
        prototype.Method("endsWith", 1, (machine, self, arguments) =>
        {
            var text = StringBuiltins.TextOf(machine, self);
            var sought = RequireText(machine, arguments.At(0), "endsWith");
            var end = arguments.At(1).IsUndefined ? text.Length : (int)Math.Clamp(Conversion.ToInteger(machine, arguments.At(1)), 0, text.Length);
            return Texts.Matches(machine, text, sought, end - sought.Length);
        });
        prototype.Method("slice", 2, (machine, self, arguments) =>
        {
            var text = StringBuiltins.TextOf(machine, self);
            var start = (int)Conversion.ToRelativeIndex(machine, arguments.At(0), text.Length, 0);
            return Texts.Slice(machine, text, start, (int)Conversion.ToRelativeIndex(machine, arguments.At(1), text.Length, text.Length));
        });
        prototype.Method("substring", 2, (machine, self, arguments) =>
        {
            var text = StringBuiltins.TextOf(machine, self);
            var start = (int)Math.Clamp(Conversion.ToInteger(machine, arguments.At(0)), 0, text.Length);
            var end = arguments.At(1).IsUndefined ? text.Length : (int)Math.Clamp(Conversion.ToInteger(machine, arguments.At(1)), 0, text.Length);
            return Texts.Slice(machine, text, Math.Min(start, end), Math.Max(start, end));
        });
        prototype.Method("substr", 2, (machine, self, arguments) =>
        {
            var text = StringBuiltins.TextOf(machine, self);
            var start = (int)Conversion.ToRelativeIndex(machine, arguments.At(0), text.Length, 0);
            var length = arguments.At(1).IsUndefined ? text.Length : Conversion.ToInteger(machine, arguments.At(1));
            return Texts.Slice(machine, text, start, (int)Math.Min(text.Length, start + Math.Max(0, length)));
        });
    }

    private static bool IsWithin(Machine machine, JsValue self, JsValue[] arguments, out string text, out int at)
    {
        text = StringBuiltins.TextOf(machine, self);
        var position = Conversion.ToInteger(machine, arguments.At(0));
        at = position >= 0 && position < text.Length ? (int)position : -1;
        return at >= 0;
    }

    private static string RequireText(Machine machine, JsValue sought, string method)
        => sought.Reference is JsRegExp ? throw machine.TypeError($"First argument to String.prototype.{method} must not be a regular expression") : Conversion.ToText(machine, sought);
}
