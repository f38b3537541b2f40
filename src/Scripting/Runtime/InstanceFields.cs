using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Runtime;

/// <summary>What a class adds to a new instance, or to itself: private methods first, then fields in their order.</summary>
internal sealed class InstanceFields(FunctionCode code, Bindings? environment, JsObject home)
{
    private readonly List<(ClassMember Member, PropertyKey Key)> _fields = [];

    public JsObject PrivateMethods { get; } = new(null);

    public bool HasPrivateMethods { get; set; }

    public bool IsEmpty => _fields.Count == 0 && !HasPrivateMethods;

    public void Add(ClassMember member, PropertyKey key) => _fields.Add((member, key));

    public void AddTo(Machine machine, JsObject target)
    {
        var meter = machine.Meter;
        var nesting = code.Nesting;
        meter.Enter(nesting);
        meter.Allocate(256 + ((long)Meter.SlotBytes * code.LocalCount));
        var frame = new Frame(machine, new ScriptFunction(code, environment, null) { Home = home }, target, [], environment, null, null);
        code.Scope.Enter(frame);
        if (HasPrivateMethods) PrivateMethods.CopyPrivateTo(machine, target);
        foreach (var (member, key) in _fields)
        {
            meter.Steps(2);
            if (member.Block is { } block)
            {
                block.Execute(frame);
                continue;
            }
            var value = member.Value?.Evaluate(frame) ?? JsValue.Undefined;
            if (member.Value is not null) FunctionExpression.NameAfter(value, member.Value, key);
            machine.Position = member.Position;
            if (key.IsPrivate) target.AddPrivate(machine, key, value, PropertyFlags.Writable);
            else ObjectDefinition.Create(machine, target, key, value);
        }
        meter.Leave(nesting);
    }
}
