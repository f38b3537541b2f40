namespace TopGun.Scripting.Runtime;

/// <summary>A unique property key; scripts know only <c>Symbol.iterator</c>.</summary>
internal sealed class JsSymbol(string description)
{
    public static readonly JsSymbol Iterator = new("Symbol.iterator");

    public string Description { get; } = description;

    public override string ToString() => $"Symbol({Description})";
}
