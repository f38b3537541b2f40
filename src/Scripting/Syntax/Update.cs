namespace TopGun.Scripting.Syntax;

/// <summary><c>++</c> or <c>--</c> on either side.</summary>
internal sealed class Update(int position, Reference operand, int change, UpdateResult result) : Expression(position)
{
    public override void Bind(Binder binder) => binder.Bind(operand);

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        operand.Resolve(frame, out var holder, out var key);
        var value = operand.Load(frame, holder, key);
        frame.Machine.Position = Position;
        var before = Conversion.ToNumber(frame.Machine, value);
        operand.StoreAt(frame, holder, key, before + change);
        return result == UpdateResult.Before ? before : before + change;
    }
}
