namespace TopGun.Scripting.Runtime;

/// <summary>Walks the code points of a text.</summary>
internal sealed class TextIteration(string text) : Iteration
{
    private int _next;

    public override bool MoveNext(Machine machine, out JsValue item)
    {
        machine.Meter.Step();
        item = default;
        if (_next >= text.Length) return false;
        if (_next + 1 < text.Length && char.IsSurrogatePair(text[_next], text[_next + 1]))
        {
            machine.Meter.Text(2);
            item = text.Substring(_next, 2);
            _next += 2;
        }
        else item = CharText.Of(text[_next++]);
        return true;
    }
}
