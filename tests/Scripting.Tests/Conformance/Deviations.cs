namespace TopGun.Scripting.Tests.Conformance;

/// <summary>The recorded cases that this language answers otherwise on purpose; docs/RESOLVER-LANGUAGE.md says why.</summary>
internal static class Deviations
{
    public static IReadOnlyList<string> All { get; } =
    [
        "class A { *gen() { } } return 1",
        "(1e21).toString(7)",
        "try { ({}).x() } catch (e) { return e.message }",
    ];

    public static bool Contains(string code) => All.Contains(code);
}
