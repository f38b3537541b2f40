namespace TopGun.Conformance.Runners;

/// <summary>What became of a scenario in a language.</summary>
/// <param name="Verdict">What the runner says.</param>
/// <param name="Reason">Why; empty where it passed.</param>
internal sealed record Outcome(Verdict Verdict, string Reason);
