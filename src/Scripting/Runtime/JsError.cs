namespace TopGun.Scripting.Runtime;

/// <summary>An instance of Error or one of its kinds. It has no stack: that would tell where and how scripts run.</summary>
internal sealed class JsError(JsObject prototype) : JsObject(prototype)
{
    public override string ClassName => "Error";

    public static JsError Make(Meter meter, JsObject prototype, string message)
    {
        meter.Allocate(Meter.ObjectBytes);
        var error = new JsError(prototype);
        error.DefineOwn(meter, PropertyKey.Named("message"), message, PropertyFlags.Hidden);
        return error;
    }
}
