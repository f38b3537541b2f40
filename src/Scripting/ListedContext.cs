using TopGun.Core.Values;

namespace TopGun.Scripting;

internal sealed class ListedContext((string Name, ScriptInput Input)[] inputs) : ScriptContext
{
    private readonly Value[] _origins = [.. inputs.Where(input => input.Input.Value is not null).Select(input => input.Input.Value!)];

    public override IReadOnlyList<string> Names { get; } = Array.ConvertAll(inputs, input => input.Name);

    public override int OriginCount => _origins.Length;

    public override Value Origin(int index) => _origins[index];

    public override ScriptInput Read(int index) => inputs[index].Input;
}
