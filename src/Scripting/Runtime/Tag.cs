namespace TopGun.Scripting.Runtime;

/// <summary>Marks what a <see cref="JsValue"/> is when it is neither text nor object.</summary>
internal sealed class Tag
{
    public static readonly Tag Null = new();
    public static readonly Tag True = new();
    public static readonly Tag False = new();
    public static readonly Tag Number = new();

    /// <summary>An array element that is not there.</summary>
    public static readonly Tag Hole = new();

    /// <summary>A let, const or class before its declaration has run.</summary>
    public static readonly Tag Uninitialised = new();

    /// <summary>An element or input that has not been converted yet.</summary>
    public static readonly Tag Unread = new();

    private Tag()
    {
    }
}
