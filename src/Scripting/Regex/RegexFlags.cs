namespace TopGun.Scripting.Regex;

/// <summary>The flags behind a regular expression.</summary>
[Flags]
internal enum RegexFlags
{
    None = 0,
    Global = 1,
    IgnoreCase = 2,
    Multiline = 4,
    DotAll = 8,
    Unicode = 16,
    Sticky = 32,
}
