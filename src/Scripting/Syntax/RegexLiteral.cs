using TopGun.Scripting.Regex;

namespace TopGun.Scripting.Syntax;

/// <summary>A regular expression; each evaluation makes a new object over the same program.</summary>
internal sealed class RegexLiteral(int position, RegexProgram program) : Expression(position)
{
    public override void Bind(Binder binder)
    {
    }

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        return JsRegExp.Make(frame.Machine, program);
    }
}
