using TopGun.Core.Values;

namespace TopGun.Scripting.Runtime;

/// <summary>Lets a script call a <see cref="ScriptHostFunction"/>.</summary>
internal static class HostFunction
{
    private static readonly ScriptContext NoContext = ScriptContext.Of();

    public static JsFunction For(ScriptHostFunction function) => new NativeFunction(function.Name, 1, (machine, _, arguments) =>
    {
        machine.Meter.Steps(function.Steps);
        var converter = new ResultConverter(machine, NoContext, ScriptLimits.Default.ResultBytes);
        var values = Array.ConvertAll(arguments, converter.ConvertArgument);
        machine.Meter.Allocate(8L * values.Length);
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
