namespace TopGun.Scripting.Builtins;

/// <summary>Building texts, each charged before it is made.</summary>
internal static class Texts
{
    public static string Slice(Machine machine, string text, int start, int end)
    {
        if (end <= start) return "";
        if (start == 0 && end == text.Length) return text;
        if (end - start == 1) return CharText.Of(text[start]);
        machine.Meter.Text(end - start);
        return text[start..end];
    }

    public static string Repeat(Machine machine, string text, double count)
    {
        var length = text.Length * count;
        if (length > Arithmetic.MaxTextLength) throw machine.RangeError("Invalid string length");
        if (length == 0) return "";
        machine.Meter.Text((long)length);
        return string.Create((int)length, text, static (span, unit) =>
        {
            for (var at = 0; at < span.Length; at += unit.Length) unit.CopyTo(span[at..]);
        });
    }

    public static string Pad(Machine machine, string text, JsValue[] arguments, bool atStart)
    {
        var length = Conversion.ToLength(machine, arguments.At(0));
        var filler = arguments.At(1).IsUndefined ? " " : Conversion.ToText(machine, arguments.At(1));
        if (length <= text.Length || filler.Length == 0) return text;
        if (length > Arithmetic.MaxTextLength) throw machine.RangeError("Invalid string length");
        var padding = Slice(machine, Repeat(machine, filler, Math.Ceiling((length - text.Length) / filler.Length)), 0, (int)length - text.Length);
        return atStart ? Arithmetic.Concat(machine, padding, text) : Arithmetic.Concat(machine, text, padding);
    }

    /// <summary>Where a text occurs in another from a position on, or -1; each candidate is charged.</summary>
    /// <remarks>Not the host's search: a text like aaa...ab takes it the product of both lengths.</remarks>
    public static int Find(Machine machine, string text, string sought, int start)
    {
        if (sought.Length == 0) return start <= text.Length ? start : -1;
        for (var at = start; at + sought.Length <= text.Length; at++)
        {
            var next = text.AsSpan(at, text.Length - at - sought.Length + 1).IndexOf(sought[0]);
            if (next < 0)
            {
                machine.Meter.Scan(text.Length - at);
                return -1;
            }
            machine.Meter.Scan(next);
            at += next;
            // One step per candidate, and more for a long one: candidates are what a hostile text is full of.
            machine.Meter.Step();
            if (Matches(machine, text, sought, at)) return at;
        }
        return -1;
    }

    /// <summary>Where a text occurs last at or before a position, or -1.</summary>
    public static int FindLast(Machine machine, string text, string sought, int start)
    {
        for (var at = Math.Min(start, text.Length - sought.Length); at >= 0; at--)
        {
            if ((at & 15) == 0) machine.Meter.Step();
            if (Matches(machine, text, sought, at)) return at;
        }
        return -1;
    }

    /// <summary>Whether a text occurs at a position.</summary>
    public static bool Matches(Machine machine, string text, string sought, int at)
    {
        if (at < 0 || at + sought.Length > text.Length) return false;
        if (sought.Length > 0 && text[at] != sought[0]) return false;
        machine.Meter.Scan(sought.Length);
        return string.CompareOrdinal(text, at, sought, 0, sought.Length) == 0;
    }
}
