using System.Globalization;

namespace TopGun.Scripting.Regex;

/// <summary>The general categories of Unicode by their names in patterns.</summary>
internal static class CategoryNames
{
    private static readonly (string Short, string Long, UnicodeCategory Category)[] Names =
    [
        ("Lu", "Uppercase_Letter", UnicodeCategory.UppercaseLetter), ("Ll", "Lowercase_Letter", UnicodeCategory.LowercaseLetter),
        ("Lt", "Titlecase_Letter", UnicodeCategory.TitlecaseLetter), ("Lm", "Modifier_Letter", UnicodeCategory.ModifierLetter),
        ("Lo", "Other_Letter", UnicodeCategory.OtherLetter), ("Mn", "Nonspacing_Mark", UnicodeCategory.NonSpacingMark),
        ("Mc", "Spacing_Mark", UnicodeCategory.SpacingCombiningMark), ("Me", "Enclosing_Mark", UnicodeCategory.EnclosingMark),
        ("Nd", "Decimal_Number", UnicodeCategory.DecimalDigitNumber), ("Nl", "Letter_Number", UnicodeCategory.LetterNumber),
        ("No", "Other_Number", UnicodeCategory.OtherNumber), ("Zs", "Space_Separator", UnicodeCategory.SpaceSeparator),
        ("Zl", "Line_Separator", UnicodeCategory.LineSeparator), ("Zp", "Paragraph_Separator", UnicodeCategory.ParagraphSeparator),
        ("Cc", "Control", UnicodeCategory.Control), ("Cf", "Format", UnicodeCategory.Format), ("Cs", "Surrogate", UnicodeCategory.Surrogate),
        ("Co", "Private_Use", UnicodeCategory.PrivateUse), ("Cn", "Unassigned", UnicodeCategory.OtherNotAssigned),
        ("Pc", "Connector_Punctuation", UnicodeCategory.ConnectorPunctuation), ("Pd", "Dash_Punctuation", UnicodeCategory.DashPunctuation),
        ("Ps", "Open_Punctuation", UnicodeCategory.OpenPunctuation), ("Pe", "Close_Punctuation", UnicodeCategory.ClosePunctuation),
        ("Pi", "Initial_Punctuation", UnicodeCategory.InitialQuotePunctuation), ("Pf", "Final_Punctuation", UnicodeCategory.FinalQuotePunctuation),
        ("Po", "Other_Punctuation", UnicodeCategory.OtherPunctuation), ("Sm", "Math_Symbol", UnicodeCategory.MathSymbol),
        ("Sc", "Currency_Symbol", UnicodeCategory.CurrencySymbol), ("Sk", "Modifier_Symbol", UnicodeCategory.ModifierSymbol),
        ("So", "Other_Symbol", UnicodeCategory.OtherSymbol),
    ];

    private static readonly Dictionary<string, string> Groups = new(StringComparer.Ordinal)
    {
        ["Letter"] = "L",
        ["Mark"] = "M",
        ["Number"] = "N",
        ["Separator"] = "Z",
        ["Other"] = "C",
        ["Punctuation"] = "P",
        ["Symbol"] = "S",
    };

    /// <summary>One bit for each category that a name means; null when it means none.</summary>
    public static int? Find(string name)
    {
        name = Groups.GetValueOrDefault(name, name);
        var categories = 0;
        foreach (var (shortName, longName, category) in Names)
            if (shortName == name || longName == name || (name.Length == 1 && shortName[0] == name[0])) categories |= 1 << (int)category;
        return categories == 0 ? null : categories;
    }
}
