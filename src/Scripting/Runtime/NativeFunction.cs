namespace TopGun.Scripting.Runtime;

/// <summary>What a built-in does.</summary>
internal delegate JsValue NativeCode(Machine machine, JsValue self, JsValue[] arguments);

/// <summary>A built-in function; shared by all runs unless it is made by one.</summary>
internal sealed class NativeFunction(string name, int parameterCount, NativeCode code) : JsFunction(Intrinsics.FunctionPrototype)
{
    /// <summary>What a built-in takes on the host's stack before it calls back into a script.</summary>
    private const int NativeNesting = 6;

    /// <summary>What <c>new</c> does; null when it is not a constructor.</summary>
    public NativeConstructor? Constructor { get; init; }

    public override int Nesting => NativeNesting;

    public override bool IsConstructor => Constructor is not null;

    protected override string Name => name;

    protected override int ParameterCount => parameterCount;

    public override JsValue Invoke(Machine machine, JsValue self, JsValue[] arguments) => code(machine, self, arguments);

    public override JsValue InvokeConstructor(Machine machine, JsValue[] arguments, JsFunction newTarget)
        => Constructor is null ? base.InvokeConstructor(machine, arguments, newTarget) : Constructor(machine, arguments, newTarget);
}
