using System.Text;
using TopGun.Scripting.Numbers;

namespace TopGun.Scripting.Tests.Conformance;

/// <summary>Writes results as <c>record.mjs</c> does: JSON with what JSON leaves out, members sorted by name.</summary>
internal static class Encoding
{
    public static string Of(ScriptResult result) => result.Outcome switch
    {
        ScriptOutcome.Completed => Of(result.Value),
        ScriptOutcome.Threw => "throws " + result.Message,
        _ => $"{result.Outcome} {result.Limit}",
    };

    private static string Of(Value? value) => value switch
    {
        null => "undefined",
        NullValue => "null",
        BoolValue truth => truth.Truth ? "true" : "false",
        Int64Value integer => NumberText.Format(integer.Number),
        DoubleValue { Number: 0 } zero => double.IsNegative(zero.Number) ? "-0" : "0",
        DoubleValue number => NumberText.Format(number.Number),
        StringValue text => Quote(text.Text),
        ListValue list => $"[{string.Join(',', list.Items.Select(Of))}]",
        ObjectValue members => $"{{{string.Join(',', members.Fields.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => $"{Quote(member.Key)}:{Of(member.Value)}"))}}}",
        _ => value.ToString()!,
    };

    // As JSON.stringify: only quotes, backslashes and control characters are escaped.
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\b' => "\\b",
                '\f' => "\\f",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                < ' ' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }
        return quoted.Append('"').ToString();
    }
}
