using TopGun.Scripting.Metering;

namespace TopGun.Scripting.Syntax;

/// <summary>A template without a tag.</summary>
internal sealed class TemplateLiteral(int position, string[] parts, Expression[] substitutions) : Expression(position)
{
    public override void Bind(Binder binder) => binder.BindAll(substitutions);

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Steps(1 + substitutions.Length);
        var text = new MeteredText(frame.Meter);
        text.Append(parts[0]);
        for (var i = 0; i < substitutions.Length; i++)
        {
            var value = substitutions[i].Evaluate(frame);
            frame.Machine.Position = substitutions[i].Position;
            text.Append(Conversion.ToText(frame.Machine, value));
            text.Append(parts[i + 1]);
        }
        return text.Build();
    }
}
