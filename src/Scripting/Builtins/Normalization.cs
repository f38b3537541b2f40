using System.Text;
using TopGun.Scripting.Unicode;

namespace TopGun.Scripting.Builtins;

/// <summary>What <c>normalize</c> does.</summary>
internal static class Normalization
{
    public static string Apply(Machine machine, string text, string form)
    {
        var (compatible, compose) = form switch
        {
            "NFC" => (false, true),
            "NFD" => (false, false),
            "NFKC" => (true, true),
            "NFKD" => (true, false),
            _ => throw machine.RangeError("The normalization form should be one of NFC, NFD, NFKC, NFKD."),
        };
        machine.Meter.Scan(text.Length);
        if (Ascii.IsValid(text)) return text;
        // Each character may become 18, once as code points and once as text.
        machine.Meter.Steps(text.Length);
        machine.Meter.Allocate(24 + (6L * 18 * text.Length));
        return NormalForms.Apply(text, compatible, compose);
    }
}
