namespace TopGun.Scripting.Runtime;

/// <summary>A Set; each value is its own key.</summary>
internal sealed class JsSet(JsObject prototype, Meter meter) : JsObject(prototype)
{
    public override string ClassName => "Set";

    public JsTable Table { get; } = new(meter);
}
