namespace TopGun.Scripting.Runtime;

/// <summary>A regular expression object: a compiled program, and where the next match is looked for.</summary>
internal sealed class JsRegExp(JsObject prototype, RegexProgram program) : JsObject(prototype)
{
    public override string ClassName => "RegExp";

    public RegexProgram Program { get; } = program;

    public static JsRegExp Make(Machine machine, RegexProgram program, JsObject? prototype = null)
    {
        machine.Meter.Allocate(Meter.ObjectBytes + 64);
        var made = new JsRegExp(prototype ?? Intrinsics.RegExpPrototype, program);
        made.DefineOwn(machine.Meter, PropertyKey.Named("lastIndex"), 0.0, PropertyFlags.Writable);
        return made;
    }
}
