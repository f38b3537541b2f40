namespace TopGun.Scripting.Syntax;

/// <summary>A target with a value for when there is none: <c>a = 1</c> in a pattern or among parameters.</summary>
internal sealed class DefaultTarget(int position, Target target, Expression value) : Pattern(position)
{
    public override void Bind(Binder binder)
    {
        binder.Bind(target);
        binder.Bind(value);
    }

    public override void RequireNames(Action<Target> check) => check(target);

    public override void CollectNames(List<Identifier> names) => target.CollectNames(names);

    public override void Store(Frame frame, JsValue given, Storing storing)
    {
        frame.Meter.Step();
        target.Store(frame, given.IsUndefined ? value.Evaluate(frame) : given, storing);
    }
}
