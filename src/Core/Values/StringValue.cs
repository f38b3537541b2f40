using System.Text;
using System.Text.Encodings.Web;

namespace TopGun.Core.Values;

/// <summary>A text value.</summary>
public sealed class StringValue : Value
{
    internal StringValue(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        Text = value;
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <inheritdoc/>
    public override ValueKind Kind => ValueKind.String;

    /// <inheritdoc/>
    public override bool Equals(Value? other) => other is StringValue value && string.Equals(value.Text, Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Quote(Text);

    internal static string Quote(string text)
        => new StringBuilder(text.Length + 2).Append('"').Append(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)).Append('"').ToString();
}
