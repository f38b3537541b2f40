namespace TopGun.Scripting.Builtins;

/// <summary>Searches with regular expressions as exec, match, replace, search and split do.</summary>
internal static class RegexSearch
{
    private static readonly PropertyKey LastIndex = PropertyKey.Named("lastIndex");

    /// <summary>The next match of a regular expression object, which keeps its place when it is global or sticky.</summary>
    public static int[]? Next(Machine machine, JsRegExp regex, string text)
    {
        var program = regex.Program;
        var keepsPlace = program.Has(RegexFlags.Global | RegexFlags.Sticky);
        var start = Conversion.ToLength(machine, regex.Get(machine, LastIndex));
        if (!keepsPlace) start = 0;
        var groups = start > text.Length ? null : machine.MatcherOf(program).Match(text, (int)start, program.Has(RegexFlags.Sticky));
        if (groups is null && keepsPlace) regex.Set(machine, LastIndex, 0.0);
        else if (keepsPlace) regex.Set(machine, LastIndex, groups![1]);
        if (groups is not null) machine.Meter.Allocate(24 + (4L * groups.Length));
        return groups;
    }

    /// <summary>All matches from the start, as a global regular expression gives them; an empty one moves on by a character.</summary>
    public static IEnumerable<int[]> All(Machine machine, RegexProgram program, string text)
    {
        var matcher = machine.MatcherOf(program);
        for (var at = 0; at <= text.Length;)
        {
            if (matcher.Match(text, at, program.Has(RegexFlags.Sticky)) is not { } groups) yield break;
            machine.Meter.Allocate(24 + (4L * groups.Length));
            at = groups[1] > groups[0] ? groups[1] : Advance(program, text, groups[1]);
            yield return groups;
        }
    }

    public static int Advance(RegexProgram program, string text, int at)
        => program.Has(RegexFlags.Unicode) && at + 1 < text.Length && char.IsSurrogatePair(text[at], text[at + 1]) ? at + 2 : at + 1;

    /// <summary>The text of a group, or undefined when it took no part.</summary>
    public static JsValue Group(Machine machine, string text, int[] groups, int number)
        => groups[number * 2] < 0 ? JsValue.Undefined : Texts.Slice(machine, text, groups[number * 2], groups[(number * 2) + 1]);

    /// <summary>A match as exec returns it.</summary>
    public static JsArray ToArray(Machine machine, RegexProgram program, string text, int[] groups)
    {
        var items = new List<JsValue>();
        for (var i = 0; i < groups.Length / 2; i++) items.Add(Group(machine, text, groups, i));
        var made = machine.NewArray(items);
        made.DefineOwn(machine.Meter, PropertyKey.Named("index"), groups[0]);
        made.DefineOwn(machine.Meter, PropertyKey.Named("input"), text);
        made.DefineOwn(machine.Meter, PropertyKey.Named("groups"), NamedGroups(machine, program, items));
        return made;
    }

    public static JsValue NamedGroups(Machine machine, RegexProgram program, List<JsValue> items)
    {
        JsObject? named = null;
        for (var i = 1; i < program.GroupNames.Length; i++)
        {
            if (program.GroupNames[i] is not { } name) continue;
            if (named is null)
            {
                machine.Meter.Allocate(Meter.ObjectBytes);
                named = new JsObject(null);
            }
            named.DefineOwn(machine.Meter, PropertyKey.Of(name), items[i]);
        }
        return named is null ? JsValue.Undefined : named;
    }
}
