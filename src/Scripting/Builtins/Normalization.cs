using System.Text;

namespace TopGun.Scripting.Builtins;

/// <summary>The normal forms of Unicode.</summary>
internal static class Normalization
{
    public static string Apply(Machine machine, string text, string form)
    {
        var normalForm = form switch
        {
            "NFC" => NormalizationForm.FormC,
            "NFD" => NormalizationForm.FormD,
            "NFKC" => NormalizationForm.FormKC,
            "NFKD" => NormalizationForm.FormKD,
            _ => throw machine.RangeError($"The normalization form should be one of NFC, NFD, NFKC, NFKD."),
        };
        machine.Meter.Scan(text.Length);
        if (Ascii.IsValid(text)) return text;
        machine.Meter.Steps(text.Length);
        machine.Meter.Text(18L * text.Length);
        return text.Normalize(normalForm);
    }
}
