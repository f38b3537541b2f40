using System.Text;

namespace TopGun.Scripting.Metering;

/// <summary>Builds a text and charges every character before it is appended.</summary>
internal sealed class MeteredText(Meter meter)
{
    private readonly StringBuilder _builder = new();

    public int Length => _builder.Length;

    public void Append(char c)
    {
        meter.Allocate(2);
        _builder.Append(c);
    }

    public void Append(string text)
    {
        meter.Allocate(2L * text.Length);
        _builder.Append(text);
    }

    public void Append(ReadOnlySpan<char> text)
    {
        meter.Allocate(2L * text.Length);
        _builder.Append(text);
    }

    public void Append(char c, int count)
    {
        meter.Allocate(2L * count);
        _builder.Append(c, count);
    }

    /// <summary>The text; it is charged once more, because it is a copy.</summary>
    public string Build()
    {
        meter.Text(_builder.Length);
        return _builder.ToString();
    }
}
