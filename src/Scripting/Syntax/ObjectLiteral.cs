namespace TopGun.Scripting.Syntax;

/// <summary>An object in braces.</summary>
internal sealed class ObjectLiteral : Expression
{
    private readonly object[]? _keys;

    public ObjectLiteral(int position, ObjectMember[] members, int? defaultWithoutPattern)
        : base(position)
    {
        Members = members;
        DefaultWithoutPattern = defaultWithoutPattern;
        if (members.All(IsPlain) && members.DistinctBy(member => member.Key!.Value.Name).Count() == members.Length
            && !members.Any(member => member.Key!.Value.IsIndex))
            _keys = members.Select(member => (string)member.Key!.Value.Name).ToArray();
    }

    public ObjectMember[] Members { get; }

    /// <summary>Where a member says <c>name = value</c>, which is only good in a pattern; null when none does.</summary>
    public int? DefaultWithoutPattern { get; }

    public override void Bind(Binder binder)
    {
        if (DefaultWithoutPattern is { } offset) throw binder.Error(offset, "An object has 'name: value'; 'name = value' is for patterns.");
        foreach (var member in Members) member.Bind(binder);
    }

    public override JsValue Evaluate(Frame frame)
    {
        var meter = frame.Meter;
        meter.Steps(1 + Members.Length);
        meter.Allocate(Metering.Meter.ObjectBytes + ((Metering.Meter.SlotBytes + 8L) * Members.Length));
        if (_keys is not null && _keys.Length > 0)
        {
            // The usual literal: its names are shared by all objects made here, and only the values are new.
            var values = new JsValue[_keys.Length];
            for (var i = 0; i < values.Length; i++) values[i] = Members[i].Value!.Evaluate(frame);
            return new JsObject(Intrinsics.ObjectPrototype, new PropertyMap(_keys, values));
        }
        var made = new JsObject(Intrinsics.ObjectPrototype);
        foreach (var member in Members) member.AddTo(frame, made);
        return made;
    }

    private static bool IsPlain(ObjectMember member) => member is { Kind: MemberKind.Value, Key: not null };
}
