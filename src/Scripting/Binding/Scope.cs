using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Binding;

/// <summary>A part of the source with variables of its own; once bound, it knows how to make room for them in a frame.</summary>
internal sealed class Scope(Scope? parent, FunctionCode function)
{
    private readonly Dictionary<string, Variable> _variables = [];
    private readonly List<FunctionDeclaration> _functions = [];
    private int[] _lexicalLocals = [];
    private int[] _lexicalSlots = [];
    private int _environmentSize;

    public Scope? Parent { get; } = parent;

    public FunctionCode Function { get; } = function;

    /// <summary>Whether entering it makes an environment.</summary>
    public bool HasEnvironment => _environmentSize > 0;

    /// <summary>Whether entering it does nothing at all.</summary>
    public bool IsEmpty => _variables.Count == 0;

    public Variable? Find(string name) => _variables.GetValueOrDefault(name);

    public Variable Add(string name, VariableKind kind)
    {
        var variable = new Variable(name, kind, this);
        _variables.Add(name, variable);
        return variable;
    }

    public void Add(FunctionDeclaration function) => _functions.Add(function);

    /// <summary>Gives every variable its place, once all uses are known.</summary>
    public void Close()
    {
        var lexicalLocals = new List<int>();
        var lexicalSlots = new List<int>();
        foreach (var variable in _variables.Values)
        {
            variable.Index = variable.Captured ? _environmentSize++ : Function.LocalCount++;
            if (variable.Kind != VariableKind.Var) (variable.Captured ? lexicalSlots : lexicalLocals).Add(variable.Index);
        }
        _lexicalLocals = [.. lexicalLocals];
        _lexicalSlots = [.. lexicalSlots];
        foreach (var variable in _variables.Values)
            foreach (var (use, from) in variable.Uses) use.Locate(variable.Captured ? HopsFrom(from) : -1, variable.Index);
    }

    /// <summary>Makes room for the variables; who enters remembers the environment around and puts it back.</summary>
    public void Enter(Frame frame)
    {
        if (_environmentSize > 0)
        {
            frame.Meter.Allocate(56 + ((long)Metering.Meter.SlotBytes * _environmentSize));
            frame.Environment = new Bindings(frame.Environment, _environmentSize);
            foreach (var slot in _lexicalSlots) frame.Environment.Slots[slot] = JsValue.Uninitialised;
        }
        if (_lexicalLocals.Length >= 8) frame.Meter.Steps(_lexicalLocals.Length >> 3);
        foreach (var local in _lexicalLocals) frame.Locals[local] = JsValue.Uninitialised;
        foreach (var function in _functions) function.Hoist(frame);
    }

    /// <summary>Gives the next round of a loop variables of its own, with the values of the last.</summary>
    public void Renew(Frame frame)
    {
        if (_environmentSize == 0) return;
        frame.Meter.Allocate(56 + ((long)Metering.Meter.SlotBytes * _environmentSize));
        frame.Environment = frame.Environment!.Copy();
    }

    private int HopsFrom(Scope from)
    {
        var hops = 0;
        for (var scope = from; scope != this; scope = scope.Parent!)
            if (scope.HasEnvironment) hops++;
        return hops;
    }
}
