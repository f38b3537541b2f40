namespace TopGun.Scripting.Jint.Tests;

/// <summary>The recorded cases that Jint answers otherwise, behind this adapter.</summary>
internal static class Deviations
{
    public static IReadOnlyList<string> All { get; } =
    [
        // Not part of the language.
        "class A { *gen() { } } return 1",

        // Other words.
        "try { ({}).x() } catch (e) { return e.message }",

        // The last digits.
        "(0.1).toString(3)",
        "(0.1).toString(2)",
        "(123.456).toString(36)",
        "(1e21).toString(7)",
        "(2 ** 60).toString(36)",
        "(0.000001).toString(36)",
    ];
}
