namespace TopGun.Scripting.Syntax;

/// <summary><c>{a, b: c, [d]: e, ...f}</c></summary>
internal sealed class ObjectPattern(int position, ObjectPatternMember[] members, Target? rest) : Pattern(position)
{
    public override void Bind(Binder binder)
    {
        foreach (var member in members)
        {
            binder.Bind(member.ComputedKey);
            binder.Bind(member.Target);
        }
        binder.Bind(rest);
    }

    public override void RequireNames(Action<Target> check)
    {
        foreach (var member in members) check(member.Target);
        if (rest is not null) check(rest);
    }

    public override void CollectNames(List<Identifier> names)
    {
        foreach (var member in members) member.Target.CollectNames(names);
        rest?.CollectNames(names);
    }

    public override void Store(Frame frame, JsValue value, Storing storing)
    {
        var machine = frame.Machine;
        machine.Position = Position;
        frame.Meter.Steps(1 + members.Length);
        if (value.IsNullish) throw machine.TypeError($"Cannot destructure '{value}' as it is {value}.");
        var taken = new List<PropertyKey>(rest is null ? 0 : members.Length);
        foreach (var member in members)
        {
            var key = member.Key ?? Conversion.ToKey(machine, member.ComputedKey!.Evaluate(frame));
            if (rest is not null) taken.Add(key);
            machine.Position = Position;
            member.Target.Store(frame, Access.Get(machine, value, key), storing);
        }
        if (rest is null) return;
        var others = machine.NewObject();
        ObjectCopy.CopyMembers(machine, value, others, taken);
        rest.Store(frame, others, storing);
    }
}
