namespace TopGun.Scripting.Syntax;

/// <summary>A template with a function in front, which gets its parts.</summary>
internal sealed class TaggedTemplate(int position, Expression tag, string?[] cooked, string[] raw, Expression[] substitutions) : Expression(position)
{
    public override void Bind(Binder binder)
    {
        binder.Bind(tag);
        binder.BindAll(substitutions);
    }

    public override JsValue Evaluate(Frame frame)
    {
        var machine = frame.Machine;
        frame.Meter.Steps(2 + raw.Length);
        var self = JsValue.Undefined;
        JsValue callee;
        if (tag is Reference and not Identifier)
        {
            ((Reference)tag).Resolve(frame, out self, out var key);
            callee = ((Reference)tag).Load(frame, self, key);
        }
        else callee = tag.Evaluate(frame);

        var strings = machine.NewArray(Array.ConvertAll(cooked, text => text is null ? JsValue.Undefined : text));
        strings.DefineOwn(frame.Meter, PropertyKey.Named("raw"), machine.NewArray(Array.ConvertAll(raw, text => (JsValue)text)), PropertyFlags.None);
        frame.Meter.Allocate((long)Metering.Meter.SlotBytes * (1 + substitutions.Length));
        var arguments = new JsValue[1 + substitutions.Length];
        arguments[0] = strings;
        for (var i = 0; i < substitutions.Length; i++) arguments[i + 1] = substitutions[i].Evaluate(frame);
        machine.Position = Position;
        return machine.CallValue(callee, self, arguments);
    }
}
