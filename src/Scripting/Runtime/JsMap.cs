namespace TopGun.Scripting.Runtime;

/// <summary>A Map.</summary>
internal sealed class JsMap(JsObject prototype, Meter meter) : JsObject(prototype)
{
    public override string ClassName => "Map";

    public JsTable Table { get; } = new(meter);
}
