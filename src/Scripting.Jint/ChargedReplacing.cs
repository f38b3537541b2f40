using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Native.Symbol;
using Jint.Runtime;
using Jint.Runtime.Interop;
using JsRegExp = Jint.Native.JsRegExp;
using JsValue = Jint.Native.JsValue;

namespace TopGun.Scripting.Jint;

/// <summary>Replacing in texts, charged by what comes out: a short pattern and a long replacement make gigabytes of two small texts.</summary>
internal sealed class ChargedReplacing(ChargedBuiltins builtins)
{
    private RunMeter Meter => builtins.Meter;

    public void Install()
    {
        var texts = builtins.PrototypeOf("String");
        builtins.Wrap(texts, "replace", 2, (original, self, arguments) => InText(original, self, arguments, Places.First));
        builtins.Wrap(texts, "replaceAll", 2, (original, self, arguments) => InText(original, self, arguments, Places.All));
        builtins.Wrap(builtins.PrototypeOf("RegExp"), GlobalSymbolRegistry.Replace, 2, OfMatches);
    }

    // What is to be found with a RegExp is left to that.
    private JsValue InText(JsValue original, JsValue self, JsValue[] arguments, Places places)
    {
        var search = ChargedBuiltins.At(arguments, 0);
        var replacement = ChargedBuiltins.At(arguments, 1);
        if (self.IsUndefined() || self.IsNull()) return original.Call(self, arguments);
        if (search is ObjectInstance pattern && pattern.Get(GlobalSymbolRegistry.Replace) is { } own && !own.IsUndefined() && !own.IsNull())
            return original.Call(self, arguments);

        var text = TypeConverter.ToString(self);
        var found = TypeConverter.ToString(search);
        if (replacement.IsCallable()) return original.Call(text, [found, Charging(replacement)]);
        var template = TypeConverter.ToString(replacement);
        var count = places == Places.First ? 1 : Count(text, found);
        Meter.Text(text.Length + (count * MostOf(template, text.Length, found.Length)));
        return original.Call(text, [found, template]);
    }

    private JsValue OfMatches(JsValue original, JsValue self, JsValue[] arguments)
    {
        // Anything else that looks like one could answer with matches that are as long as it likes.
        if (self is not JsRegExp pattern) throw builtins.TypeError("RegExp.prototype[Symbol.replace] is for regular expressions");

        var text = TypeConverter.ToString(ChargedBuiltins.At(arguments, 0));
        var replacement = ChargedBuiltins.At(arguments, 1);
        if (replacement.IsCallable()) return original.Call(self, [text, Charging(replacement)]);
        var template = TypeConverter.ToString(replacement);
        var most = (text.Length + 1) * MostOf(template, text.Length, text.Length);
        // Nearly all are far from any limit, and then nobody needs to know how many matches there are.
        if (most <= Meter.Limits.Bytes / 64) Meter.Text(most);
        else ChargeMatches(original, pattern, text, template);
        return original.Call(self, [text, template]);
    }

    private void ChargeMatches(JsValue original, JsRegExp pattern, string text, string template)
    {
        var start = pattern.Get("lastIndex");
        Meter.Text(text.Length);
        original.Call(pattern, [text, new ClrFunction(builtins.Engine, "count", (_, match) =>
        {
            Meter.Steps(1);
            var longest = 0;
            foreach (var part in match)
            {
                // The match and its groups; behind them are its position and the text.
                if (part is JsNumber) break;
                if (part is JsString group) longest = Math.Max(longest, group.Length);
            }
            Meter.Text(MostOf(template, text.Length, longest));
            return JsString.Empty;
        })]);
        pattern.Set("lastIndex", start, true);
    }

    private ClrFunction Charging(JsValue replacer)
        => new(builtins.Engine, "replacer", (self, match) =>
        {
            var made = TypeConverter.ToString(replacer.Call(self, match));
            Meter.Text(made.Length);
            return made;
        });

    // What a template can become at most: each $ stands for something found, or for all that is before or after it.
    private static double MostOf(string template, int text, int found)
    {
        double most = template.Length;
        for (var i = template.IndexOf('$', StringComparison.Ordinal); i >= 0 && i + 1 < template.Length; i = template.IndexOf('$', i + 1))
            most += template[i + 1] is '`' or '\'' ? text : found;
        return most;
    }

    private static double Count(string text, string found)
    {
        if (found.Length == 0) return text.Length + 1;
        var count = 0;
        for (var at = text.IndexOf(found, StringComparison.Ordinal); at >= 0; at = text.IndexOf(found, at + found.Length, StringComparison.Ordinal)) count++;
        return count;
    }

    private enum Places
    {
        First,
        All,
    }
}
