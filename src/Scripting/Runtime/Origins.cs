using TopGun.Core.Values;

namespace TopGun.Scripting.Runtime;

/// <summary>What inputs have at one path of a result: those of the context at the start of a path, fewer further along.</summary>
internal readonly struct Origins
{
    private readonly ScriptContext? _context;
    private readonly List<Value>? _found;

    public Origins(ScriptContext context) => _context = context;

    private Origins(List<Value>? found) => _found = found;

    public int Count => _context?.OriginCount ?? _found?.Count ?? 0;

    public Value this[int index] => _context is null ? _found![index] : _context.Origin(index);

    public Origins Of(string field)
    {
        List<Value>? found = null;
        for (var i = 0; i < Count; i++)
            if (this[i] is ObjectValue fields && fields.Fields.TryGetValue(field, out var value)) (found ??= []).Add(value);
        return new Origins(found);
    }

    public Origins Of(int item)
    {
        List<Value>? found = null;
        for (var i = 0; i < Count; i++)
            if (this[i] is ListValue list && item < list.Items.Count) (found ??= []).Add(list.Items[item]);
        return new Origins(found);
    }
}
