using TopGun.Core.Values;

namespace TopGun.Scripting.Runtime;

/// <summary>Lets a script call a <see cref="ScriptHostFunction"/>.</summary>
internal static class HostFunction
{
    public static JsFunction For(ScriptHostFunction function) => new NativeFunction(function.Name, 1, (machine, _, arguments) =>
    {
        machine.Meter.Steps(function.Steps);
        var converter = new ResultConverter(machine, null, ScriptLimits.Default.ResultBytes);
        machine.Meter.Allocate(24 + (8L * arguments.Length));
        var values = new Value?[arguments.Length];
        for (var i = 0; i < values.Length; i++) values[i] = converter.ConvertArgument(arguments[i]);
        return InputConverter.Convert(machine.Meter, Ask(function, values));
    });

    private static ScriptInput Ask(ScriptHostFunction function, IReadOnlyList<Value?> values)
    {
        try
        {
            return function.Call(values);
        }
        catch (Exception exception)
        {
            throw new HostFunctionException(exception);
        }
    }
}
