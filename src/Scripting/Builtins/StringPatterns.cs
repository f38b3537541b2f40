namespace TopGun.Scripting.Builtins;

/// <summary>The methods of texts that take a text or a regular expression to look for.</summary>
internal static class StringPatterns
{
    public static void Install(JsObject prototype)
    {
        prototype.Method("match", 1, Match);
        prototype.Method("matchAll", 1, MatchAll);
        prototype.Method("search", 1, (machine, self, arguments) =>
        {
            var text = StringBuiltins.TextOf(machine, self);
            var program = ToRegExp(machine, arguments.At(0)).Program;
            return machine.MatcherOf(program).Match(text, 0, program.Has(RegexFlags.Sticky)) is { } groups ? groups[0] : -1;
        });
        prototype.Method("replace", 2, (machine, self, arguments) => Replace(machine, StringBuiltins.TextOf(machine, self), arguments, all: false));
        prototype.Method("replaceAll", 2, (machine, self, arguments) => Replace(machine, StringBuiltins.TextOf(machine, self), arguments, all: true));
        prototype.Method("split", 2, Split);
    }

    private static JsRegExp ToRegExp(Machine machine, JsValue pattern)
        => pattern.Reference as JsRegExp ?? RegExpBuiltins.Make(machine, [pattern], Intrinsics.RegExpPrototype);

    private static JsValue Match(Machine machine, JsValue self, JsValue[] arguments)
    {
        var text = StringBuiltins.TextOf(machine, self);
        var regex = ToRegExp(machine, arguments.At(0));
        if (!regex.Program.Has(RegexFlags.Global)) return RegExpBuiltins.Execute(machine, regex, text);
        regex.Set(machine, PropertyKey.Named("lastIndex"), 0.0);
        JsArray? made = null;
        foreach (var groups in RegexSearch.All(machine, regex.Program, text))
            (made ??= machine.NewArray([])).Add(machine, RegexSearch.Group(machine, text, groups, 0));
        return made is null ? JsValue.Null : made;
    }

    private static JsValue MatchAll(Machine machine, JsValue self, JsValue[] arguments)
    {
        var text = StringBuiltins.TextOf(machine, self);
        var pattern = arguments.At(0);
        if (pattern.Reference is JsRegExp given && !given.Program.Has(RegexFlags.Global))
            throw machine.TypeError("String.prototype.matchAll called with a non-global RegExp argument");
        var program = pattern.Reference is JsRegExp regex ? regex.Program
            : RegExpBuiltins.Make(machine, [pattern.IsUndefined ? "(?:)" : pattern, "g"], Intrinsics.RegExpPrototype).Program;
        var matches = RegexSearch.All(machine, program, text).GetEnumerator();
        return JsIterator.Make(machine, new ListIteration(current => matches.MoveNext() ? RegexSearch.ToArray(current, program, text, matches.Current) : (JsValue?)null));
    }

    private static JsValue Replace(Machine machine, string text, JsValue[] arguments, bool all)
    {
        var regex = arguments.At(0).Reference as JsRegExp;
        if (all && regex is not null && !regex.Program.Has(RegexFlags.Global)) throw machine.TypeError("replaceAll must be called with a global RegExp");
        var sought = regex is null ? Conversion.ToText(machine, arguments.At(0)) : "";
        var function = arguments.At(1).Reference as JsFunction;
        var template = function is null ? Conversion.ToText(machine, arguments.At(1)) : "";
        var replaced = new MeteredText(machine.Meter);
        var at = 0;
        var matches = regex is null ? Occurrences(machine, text, sought, all) : MatchesOf(machine, regex, text);
        foreach (var groups in matches)
        {
            replaced.Append(text.AsSpan(at, groups[0] - at));
            at = groups[1];
            if (function is not null) replaced.Append(CallReplacer(machine, function, regex?.Program, text, groups));
            else Expand(machine, replaced, template, regex?.Program, text, groups);
        }
        if (at == 0 && replaced.Length == 0) return text;
        replaced.Append(text.AsSpan(at));
        return replaced.Build();
    }

    private static IEnumerable<int[]> MatchesOf(Machine machine, JsRegExp regex, string text)
    {
        if (regex.Program.Has(RegexFlags.Global))
        {
            regex.Set(machine, PropertyKey.Named("lastIndex"), 0.0);
            return RegexSearch.All(machine, regex.Program, text);
        }
        return RegexSearch.Next(machine, regex, text) is { } groups ? [groups] : [];
    }

    private static IEnumerable<int[]> Occurrences(Machine machine, string text, string sought, bool all)
    {
        for (var at = 0; at <= text.Length;)
        {
            machine.Meter.Step();
            var found = Texts.Find(machine, text, sought, at);
            if (found < 0) yield break;
            machine.Meter.Allocate(32);
            yield return [found, found + sought.Length];
            if (!all) yield break;
            at = found + Math.Max(1, sought.Length);
        }
    }

    private static string CallReplacer(Machine machine, JsFunction function, RegexProgram? program, string text, int[] groups)
    {
        var values = new List<JsValue>();
        for (var i = 0; i < groups.Length / 2; i++) values.Add(RegexSearch.Group(machine, text, groups, i));
        var named = program is null ? JsValue.Undefined : RegexSearch.NamedGroups(machine, program, values);
        values.Add(groups[0]);
        values.Add(text);
        if (!named.IsUndefined) values.Add(named);
        machine.Meter.Allocate((long)Meter.SlotBytes * 2 * values.Count);
        return Conversion.ToText(machine, machine.Call(function, JsValue.Undefined, [.. values]));
    }

    // $&, $1, $<name> and their kin (ECMA-262, GetSubstitution).
    private static void Expand(Machine machine, MeteredText target, string template, RegexProgram? program, string text, int[] groups)
    {
        machine.Meter.Scan(template.Length);
        for (var at = 0; at < template.Length; at++)
        {
            var dollar = template.IndexOf('$', at);
            if (dollar < 0 || dollar + 1 >= template.Length)
            {
                target.Append(template.AsSpan(at));
                return;
            }
            machine.Meter.Step();
            target.Append(template.AsSpan(at, dollar - at));
            at = dollar + 1;
            // Looking for the end of a name may mean to read all the rest.
            if (template[at] == '<') machine.Meter.Scan(template.Length - at);
            switch (template[at])
            {
                case '$': target.Append('$'); break;
                case '&': target.Append(text.AsSpan(groups[0], groups[1] - groups[0])); break;
                case '`': target.Append(text.AsSpan(0, groups[0])); break;
                case '\'': target.Append(text.AsSpan(groups[1])); break;
                case '<' when program is not null && program.GroupNames.Any(name => name is not null) && template.IndexOf('>', at) is var end and > 0:
                    machine.Meter.Allocate(2L * (end - at));
                    var number = Array.IndexOf(program.GroupNames, template[(at + 1)..end]);
                    if (number > 0) AppendGroup(target, text, groups, number);
                    at = end;
                    break;
                case >= '0' and <= '9':
                    at += AppendNumbered(target, template, at, text, groups) - 1;
                    break;
                default:
                    target.Append('$');
                    at--;
                    break;
            }
        }
    }

    // Two digits if there is such a group, else one. Returns how many characters behind the dollar were used.
    private static int AppendNumbered(MeteredText target, string template, int at, string text, int[] groups)
    {
        var one = template[at] - '0';
        var two = at + 1 < template.Length && char.IsAsciiDigit(template[at + 1]) ? (one * 10) + template[at + 1] - '0' : 0;
        var number = two > 0 && two < groups.Length / 2 ? two : one;
        if (number == 0 || number >= groups.Length / 2)
        {
            target.Append('$');
            return 0;
        }
        AppendGroup(target, text, groups, number);
        return number == two ? 2 : 1;
    }

    private static void AppendGroup(MeteredText target, string text, int[] groups, int number)
    {
        if (groups[number * 2] >= 0) target.Append(text.AsSpan(groups[number * 2], groups[(number * 2) + 1] - groups[number * 2]));
    }

    private static JsValue Split(Machine machine, JsValue self, JsValue[] arguments)
    {
        var text = StringBuiltins.TextOf(machine, self);
        var limit = arguments.At(1).IsUndefined ? uint.MaxValue : Conversion.ToUInt32(Conversion.ToNumber(machine, arguments.At(1)));
        var made = machine.NewArray([]);
        if (arguments.At(0).Reference is JsRegExp regex)
        {
            SplitBy(machine, made, text, regex.Program, limit);
            return made;
        }
        var separator = arguments.At(0).IsUndefined ? null : Conversion.ToText(machine, arguments.At(0));
        if (limit == 0) return made;
        if (separator is null)
        {
            made.Add(machine, text);
            return made;
        }
        if (separator.Length == 0)
        {
            for (var i = 0; i < text.Length && i < limit; i++)
            {
                machine.Meter.Step();
                made.Add(machine, CharText.Of(text[i]));
            }
            return made;
        }
        var at = 0;
        while (made.Length < limit)
        {
            machine.Meter.Step();
            var found = Texts.Find(machine, text, separator, at);
            made.Add(machine, Texts.Slice(machine, text, at, found < 0 ? text.Length : found));
            if (found < 0) break;
            at = found + separator.Length;
        }
        return made;
    }

    private static void SplitBy(Machine machine, JsArray made, string text, RegexProgram program, uint limit)
    {
        if (limit == 0) return;
        var matcher = machine.MatcherOf(program);
        if (text.Length == 0)
        {
            if (matcher.Match(text, 0, onlyAtStart: true) is null) made.Add(machine, text);
            return;
        }
        var at = 0;
        for (var search = 0; search < text.Length;)
        {
            if (matcher.Match(text, search, onlyAtStart: false) is not { } groups || groups[0] >= text.Length) break;
            if (groups[1] == at || (groups[1] == groups[0] && groups[0] == at))
            {
                // An empty match where the last part ended splits nothing.
                search = RegexSearch.Advance(program, text, Math.Max(search, groups[0]));
                continue;
            }
            made.Add(machine, Texts.Slice(machine, text, at, groups[0]));
            if (made.Length >= limit) return;
            for (var i = 1; i < groups.Length / 2; i++)
            {
                made.Add(machine, RegexSearch.Group(machine, text, groups, i));
                if (made.Length >= limit) return;
            }
            at = groups[1];
            search = groups[1] > groups[0] ? at : RegexSearch.Advance(program, text, at);
        }
        made.Add(machine, Texts.Slice(machine, text, at, text.Length));
    }
}
