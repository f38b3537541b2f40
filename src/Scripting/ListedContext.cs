using TopGun.Core.Values;

namespace TopGun.Scripting;

internal sealed class ListedContext((string Name, ScriptInput Input)[] inputs) : ScriptContext
{
    public override IReadOnlyList<string> Names { get; } = Array.ConvertAll(inputs, input => input.Name);

    public override IReadOnlyList<Value> Origins { get; } = [.. inputs.Where(input => input.Input.Value is not null).Select(input => input.Input.Value!)];

    public override ScriptInput Read(int index) => inputs[index].Input;
}
