namespace TopGun.Scripting.Runtime;

/// <summary>A value that a script threw, on its way to a catch.</summary>
internal sealed class JsThrow(JsValue value, int position) : Exception
{
    public JsValue Value { get; } = value;

    /// <summary>Where it was thrown: an offset in the source.</summary>
    public int Position { get; } = position;

    public override string Message => ErrorText.Describe(Value);
}
