namespace TopGun.Scripting.Syntax;

/// <summary>The removal of a property.</summary>
internal sealed class Delete(int position, Reference operand) : Expression(position)
{
    public override void Bind(Binder binder) => binder.Bind(operand);

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        operand.Resolve(frame, out var target, out var key);
        frame.Machine.Position = Position;
        if (target.IsNullish) throw frame.Machine.TypeError("Cannot convert undefined or null to object");
        if (target.Reference is JsObject obj) obj.Delete(frame.Machine, key);
        else if (target.Reference is string text && (key.Is("length") || (key.IsIndex && key.Index < (uint)text.Length)))
            throw frame.Machine.TypeError($"Cannot delete property '{key.Text}' of a string");
        return true;
    }
}
