namespace TopGun.Scripting.Builtins;

/// <summary>String and its prototype (ECMA-262, section 22.1).</summary>
internal static class StringBuiltins
{
    public static void Install(Dictionary<string, JsValue> globals)
    {
        var prototype = Intrinsics.StringPrototype;
        prototype.Method("toString", 0, (machine, self, _) => self.IsString ? self : throw machine.TypeError("String.prototype.toString requires that 'this' be a String"));
        prototype.Method("valueOf", 0, (machine, self, _) => self.IsString ? self : throw machine.TypeError("String.prototype.valueOf requires that 'this' be a String"));
        prototype.Method(JsSymbol.Iterator, "[Symbol.iterator]", (machine, self, _) => JsIterator.Make(machine, new TextIteration(TextOf(machine, self))));
        StringParts.Install(prototype);
        StringPatterns.Install(prototype);
        Map(prototype, "trim", text => Whitespace.Trim(text, start: true, end: true).ToString());
        Map(prototype, "trimStart", text => Whitespace.Trim(text, start: true, end: false).ToString());
        Map(prototype, "trimEnd", text => Whitespace.Trim(text, start: false, end: true).ToString());
        Map(prototype, "toLowerCase", LetterCase.Lower);
        Map(prototype, "toUpperCase", LetterCase.Upper);
        Map(prototype, "toLocaleLowerCase", LetterCase.Lower);
        Map(prototype, "toLocaleUpperCase", LetterCase.Upper);
        Map(prototype, "toWellFormed", WellFormed);
        prototype.Method("isWellFormed", 0, (machine, self, _) => string.Equals(Charged(machine, self), WellFormed(TextOf(machine, self)), StringComparison.Ordinal));
        prototype.Method("concat", 1, (machine, self, arguments) =>
        {
            var text = new MeteredText(machine.Meter);
            text.Append(TextOf(machine, self));
            foreach (var argument in arguments) text.Append(Conversion.ToText(machine, argument));
            return text.Build();
        });
        prototype.Method("repeat", 1, (machine, self, arguments) =>
        {
            var text = TextOf(machine, self);
            var count = Conversion.ToInteger(machine, arguments.At(0));
            if (count < 0 || double.IsInfinity(count)) throw machine.RangeError($"Invalid count value: {NumberText.Format(count)}");
            return Texts.Repeat(machine, text, count);
        });
        prototype.Method("padStart", 2, (machine, self, arguments) => Texts.Pad(machine, TextOf(machine, self), arguments, atStart: true));
        prototype.Method("padEnd", 2, (machine, self, arguments) => Texts.Pad(machine, TextOf(machine, self), arguments, atStart: false));
        // By UTF-16 units, as < does: languages order letters differently, and servers must not.
        prototype.Method("localeCompare", 1, (machine, self, arguments) =>
        {
            var left = TextOf(machine, self);
            var right = Conversion.ToText(machine, arguments.At(0));
            machine.Meter.Scan(Math.Min(left.Length, right.Length));
            return Math.Sign(string.CompareOrdinal(left, right));
        });
        prototype.Method("normalize", 0, (machine, self, arguments) =>
        {
            var form = arguments.At(0).IsUndefined ? "NFC" : Conversion.ToText(machine, arguments.At(0));
            return Normalization.Apply(machine, TextOf(machine, self), form);
        });

        var constructor = new NativeFunction("String", 1, (machine, _, arguments) =>
            arguments.Length == 0 ? "" : arguments[0].Reference is JsSymbol symbol ? symbol.ToString() : Conversion.ToText(machine, arguments[0]));
        constructor.Method("fromCharCode", 1, (machine, _, arguments) =>
        {
            machine.Meter.Steps(arguments.Length);
            machine.Meter.Text(arguments.Length);
            return new string(Array.ConvertAll(arguments, argument => (char)Conversion.ToUInt32(Conversion.ToNumber(machine, argument))));
        });
        constructor.Method("fromCodePoint", 1, (machine, _, arguments) =>
        {
            var text = new MeteredText(machine.Meter);
            foreach (var argument in arguments)
            {
                machine.Meter.Step();
                var codePoint = Conversion.ToNumber(machine, argument);
                if (codePoint != Math.Floor(codePoint) || codePoint is not (>= 0 and <= 0x10FFFF)) throw machine.RangeError($"Invalid code point {Conversion.ToText(machine, argument)}");
                if (codePoint <= 0xFFFF) text.Append((char)codePoint);
                else text.Append(char.ConvertFromUtf32((int)codePoint));
            }
            return text.Build();
        });
        constructor.Method("raw", 1, (machine, _, arguments) =>
        {
            var strings = arguments.At(0).RequireObject(machine, "String.raw").Get(machine, PropertyKey.Named("raw")).RequireObject(machine, "String.raw");
            var length = Elements.LengthOf(machine, strings);
            var text = new MeteredText(machine.Meter);
            for (var i = 0; i < length; i++)
            {
                machine.Meter.Step();
                text.Append(Conversion.ToText(machine, Elements.Get(machine, strings, i)));
                if (i + 1 < length && i + 1 < arguments.Length) text.Append(Conversion.ToText(machine, arguments[i + 1]));
            }
            return text.Build();
        });
        globals.Constructor("String", constructor, prototype);
    }

    /// <summary>What a method of texts works on: anything but undefined and null becomes a text.</summary>
    public static string TextOf(Machine machine, JsValue self)
    {
        if (self.Reference is string text) return text;
        if (self.IsNullish) throw machine.TypeError($"String.prototype method called on null or undefined");
        return Conversion.ToText(machine, self);
    }

    private static void Map(JsObject prototype, string name, Func<string, string> map)
        => prototype.Method(name, 0, (machine, self, _) => map(Charged(machine, self)));

    // What a text becomes is at most three times as long (some letters have capitals of three).
    private static string Charged(Machine machine, JsValue self)
    {
        var text = TextOf(machine, self);
        machine.Meter.Steps(text.Length >> 4);
        machine.Meter.Text(3L * text.Length);
        return text;
    }

    private static string WellFormed(string text)
    {
        var chars = text.ToCharArray();
        for (var i = 0; i < chars.Length; i++)
        {
            if (!char.IsSurrogate(chars[i])) continue;
            if (i + 1 < chars.Length && char.IsSurrogatePair(chars[i], chars[i + 1])) i++;
            else chars[i] = '\uFFFD';
        }
        return new string(chars);
    }
}
