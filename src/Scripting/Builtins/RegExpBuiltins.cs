namespace TopGun.Scripting.Builtins;

/// <summary>RegExp and its prototype (ECMA-262, section 22.2).</summary>
internal static class RegExpBuiltins
{
    private static readonly (string Name, RegexFlags Flag)[] FlagNames =
    [
        ("global", RegexFlags.Global), ("ignoreCase", RegexFlags.IgnoreCase), ("multiline", RegexFlags.Multiline), ("dotAll", RegexFlags.DotAll),
        ("unicode", RegexFlags.Unicode), ("sticky", RegexFlags.Sticky),
    ];

    public static void Install(Dictionary<string, JsValue> globals)
    {
        var prototype = Intrinsics.RegExpPrototype;
        prototype.Method("exec", 1, (machine, self, arguments) => Execute(machine, Require(machine, self), Conversion.ToText(machine, arguments.At(0))));
        prototype.Method("test", 1, (machine, self, arguments) => RegexSearch.Next(machine, Require(machine, self), Conversion.ToText(machine, arguments.At(0))) is not null);
        prototype.Method("toString", 0, (machine, self, _) =>
        {
            var program = Require(machine, self).Program;
            machine.Meter.Text(program.Source.Length + 8);
            return $"/{SourceOf(program)}/{FlagsOf(program)}";
        });
        prototype.Getter("source", (machine, self, _) => SourceOf(Require(machine, self).Program));
        prototype.Getter("flags", (machine, self, _) => FlagsOf(Require(machine, self).Program));
        foreach (var (name, flag) in FlagNames) prototype.Getter(name, (machine, self, _) => Require(machine, self).Program.Has(flag));

        var constructor = new NativeFunction("RegExp", 2, (machine, _, arguments) => Make(machine, arguments, Intrinsics.RegExpPrototype))
        {
            Constructor = (machine, arguments, newTarget) => Make(machine, arguments, machine.PrototypeOf(newTarget, Intrinsics.RegExpPrototype)),
        };
        globals.Constructor("RegExp", constructor, prototype);
    }

    public static JsRegExp Make(Machine machine, JsValue[] arguments, JsObject prototype)
    {
        var pattern = arguments.At(0);
        var flags = arguments.At(1);
        var other = pattern.Reference as JsRegExp;
        var source = other is not null ? other.Program.Source : pattern.IsUndefined ? "(?:)" : Conversion.ToText(machine, pattern);
        var flagText = !flags.IsUndefined ? Conversion.ToText(machine, flags) : other is not null ? FlagsOf(other.Program) : "";
        // Charged before, by the text, and after, by what it became.
        machine.Meter.Steps(50 + (4L * source.Length) + flagText.Length);
        machine.Meter.Allocate(100L * source.Length);
        try
        {
            var program = RegexCompiler.Compile(source, flagText);
            machine.Meter.Steps(program.Instructions.Length);
            machine.Meter.Allocate(32L * program.Instructions.Length);
            return JsRegExp.Make(machine, program, prototype);
        }
        catch (RegexSyntaxException problem)
        {
            throw machine.SyntaxError($"Invalid regular expression: {problem.Message}");
        }
    }

    public static JsValue Execute(Machine machine, JsRegExp regex, string text)
        => RegexSearch.Next(machine, regex, text) is { } groups ? RegexSearch.ToArray(machine, regex.Program, text, groups) : JsValue.Null;

    private static string SourceOf(RegexProgram program) => program.Source.Length == 0 ? "(?:)" : program.Source;

    // In the order of the specification, which is that of the alphabet.
    private static string FlagsOf(RegexProgram program)
        => string.Concat(program.Has(RegexFlags.Global) ? "g" : "", program.Has(RegexFlags.IgnoreCase) ? "i" : "", program.Has(RegexFlags.Multiline) ? "m" : "")
            + string.Concat(program.Has(RegexFlags.DotAll) ? "s" : "", program.Has(RegexFlags.Unicode) ? "u" : "", program.Has(RegexFlags.Sticky) ? "y" : "");

    private static JsRegExp Require(Machine machine, JsValue self)
        => self.Reference as JsRegExp ?? throw machine.TypeError($"RegExp.prototype method called on incompatible receiver {ErrorText.Name(self)}");
}
