namespace TopGun.Scripting.Runtime;

/// <summary>A point in time, in milliseconds since 1970 UTC; NaN when it is no valid one.</summary>
internal sealed class JsDate(JsObject prototype, double time) : JsObject(prototype)
{
    public override string ClassName => "Date";

    public double Time { get; set; } = time;
}
