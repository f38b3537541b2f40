namespace TopGun.Scripting.Runtime;

/// <summary>One call of a function written in the language.</summary>
internal sealed class Frame
{
    private readonly Frame? _lexical;
    private JsValue _this;

    public Frame(
        Machine machine, ScriptFunction function, JsValue self, JsValue[] arguments, Bindings? environment, Frame? lexical, JsFunction? newTarget)
    {
        Machine = machine;
        Meter = machine.Meter;
        Function = function;
        Arguments = arguments;
        Environment = environment;
        NewTarget = newTarget;
        _this = self;
        _lexical = lexical;
        var code = function.Code;
        // The arguments of a call are made for it alone.
        Locals = code.ParametersAreLocals && arguments.Length == code.LocalCount ? arguments : code.LocalCount == 0 ? [] : new JsValue[code.LocalCount];
    }

    public Machine Machine { get; }

    public Meter Meter { get; }

    public ScriptFunction Function { get; }

    public JsValue[] Arguments { get; }

    /// <summary>The variables that no inner function uses.</summary>
    public JsValue[] Locals { get; }

    public Bindings? Environment { get; set; }

    public JsFunction? NewTarget { get; }

    /// <summary>What a return statement returns.</summary>
    public JsValue Result { get; set; }

    /// <summary>Where a break or continue with a label goes; null without one.</summary>
    public string? Label { get; set; }

    /// <summary>The frame whose <c>this</c> and <c>super</c> count: for an arrow function, that of the function around it.</summary>
    public Frame Owner => _lexical ?? this;

    public JsValue This
    {
        get => Owner._this;
        set => Owner._this = value;
    }
}
