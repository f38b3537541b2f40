using TopGun.Core.Values;

namespace TopGun.Scripting;

/// <summary>Something handed to a script: undefined (the default), a value, or a host function.</summary>
public readonly struct ScriptInput
{
    private ScriptInput(Value? value, ScriptHostFunction? function)
    {
        Value = value;
        Function = function;
    }

    /// <summary>Nothing: the script sees undefined.</summary>
    public static ScriptInput Undefined => default;

    internal Value? Value { get; }

    internal ScriptHostFunction? Function { get; }

    /// <summary>A value, or undefined for null. It is converted piece by piece as the script reads it.</summary>
    public static ScriptInput Of(Value? value) => new(value, null);

    /// <summary>A function of the host that the script can call.</summary>
    public static ScriptInput Of(ScriptHostFunction function) => new(null, function);

    /// <summary>Converts a value.</summary>
    public static implicit operator ScriptInput(Value? value) => Of(value);

    /// <summary>Converts a function.</summary>
    public static implicit operator ScriptInput(ScriptHostFunction function) => Of(function);
}
