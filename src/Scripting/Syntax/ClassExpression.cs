namespace TopGun.Scripting.Syntax;

/// <summary>A class.</summary>
internal sealed class ClassExpression(int position, string? name, Expression? parent, FunctionCode constructor, ClassMember[] members) : Expression(position)
{
    private readonly FunctionCode _instanceFields = new(position, FunctionKind.Method) { Name = "fields" };
    private readonly FunctionCode _staticFields = new(position, FunctionKind.Method) { Name = "static fields" };
    private Identifier? _self;
    private Scope _scope = null!;

    public FunctionCode Constructor { get; } = constructor;

    public override void Bind(Binder binder)
    {
        _scope = binder.OpenScope();
        if (name is not null)
        {
            _self = new Identifier(Position, name);
            binder.Declare(_self, VariableKind.Const);
            binder.Bind(_self);
        }
        binder.Bind(parent);
        binder.OpenPrivateNames(members, Position);
        foreach (var member in members) binder.Bind(member.ComputedKey);
        binder.BindFunction(Constructor);
        foreach (var member in members)
            if (member.Kind is MemberKind.Method or MemberKind.Getter or MemberKind.Setter) binder.Bind(member.Function);
        binder.BindFunction(_instanceFields, () => BindFields(binder, isStatic: false));
        binder.BindFunction(_staticFields, () => BindFields(binder, isStatic: true));
        binder.ClosePrivateNames();
        binder.CloseScope();
    }

    public override JsValue Evaluate(Frame frame)
    {
        var machine = frame.Machine;
        var meter = frame.Meter;
        meter.Steps(2 + members.Length);
        meter.Allocate(400);
        var around = frame.Environment;
        _scope.Enter(frame);

        var (constructorParent, prototypeParent) = Parents(frame);
        var prototype = new JsObject(prototypeParent);
        var constructor = new ScriptFunction(Constructor, frame.Environment, null) { Home = prototype, Prototype = constructorParent };
        constructor.DefineOwn(meter, PropertyKey.Named("prototype"), prototype, PropertyFlags.None);
        prototype.DefineOwn(meter, PropertyKey.Named("constructor"), constructor, PropertyFlags.Hidden);

        var instance = new InstanceFields(_instanceFields, frame.Environment, prototype);
        var statics = new InstanceFields(_staticFields, frame.Environment, constructor);
        foreach (var member in members) Add(frame, member, constructor, prototype, member.IsStatic ? statics : instance);
        if (!instance.IsEmpty) constructor.Fields = instance;
        _self?.Store(frame, constructor, Storing.Declare);
        if (!statics.IsEmpty) statics.AddTo(machine, constructor);
        frame.Environment = around;
        return constructor;
    }

    private void BindFields(Binder binder, bool isStatic)
    {
        foreach (var member in members)
        {
            if (member.IsStatic != isStatic) continue;
            if (member.Kind == MemberKind.Field) binder.Bind(member.Value);
            if (member.Kind == MemberKind.StaticBlock) binder.Bind(member.Block);
        }
    }

    private (JsObject Constructor, JsObject? Prototype) Parents(Frame frame)
    {
        if (parent is null) return (Intrinsics.FunctionPrototype, Intrinsics.ObjectPrototype);
        var value = parent.Evaluate(frame);
        frame.Machine.Position = parent.Position;
        if (value.IsNull) return (Intrinsics.FunctionPrototype, null);
        if (value.Reference is not JsFunction { IsConstructor: true } function)
            throw frame.Machine.TypeError($"Class extends value {ErrorText.Name(value)} is not a constructor or null");
        var prototype = function.Get(frame.Machine, PropertyKey.Named("prototype"));
        if (!prototype.IsObject && !prototype.IsNull)
            throw frame.Machine.TypeError("Class extends value does not have valid prototype property");
        return (function, prototype.Reference as JsObject);
    }

    private static void Add(Frame frame, ClassMember member, ScriptFunction constructor, JsObject prototype, InstanceFields fields)
    {
        if (member.Kind == MemberKind.StaticBlock)
        {
            fields.Add(member, default);
            return;
        }
        var home = member.IsStatic ? constructor : prototype;
        if (member.PrivateName is { } hidden)
        {
            var hiddenKey = PropertyKey.Of(hidden);
            if (member.Kind == MemberKind.Field) fields.Add(member, hiddenKey);
            else
            {
                // A private method belongs to each object, and cannot be replaced there.
                member.Function!.DefineOn(frame, fields.PrivateMethods, hiddenKey, member.Kind, PropertyFlags.None, home);
                fields.HasPrivateMethods = true;
            }
            return;
        }
        var key = member.Key ?? Conversion.ToKey(frame.Machine, member.ComputedKey!.Evaluate(frame));
        if (member.IsStatic && key.Is("prototype")) throw frame.Machine.TypeError("Classes may not have a static property named 'prototype'");
        if (member.Kind == MemberKind.Field) fields.Add(member, key);
        else member.Function!.DefineOn(frame, home, key, member.Kind, PropertyFlags.Hidden, home);
    }
}
