namespace TopGun.Host.Doctor;

/// <summary>What the doctor has found of one thing.</summary>
/// <param name="Subject">The thing.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Text">What was seen; where it is not good, with the cure.</param>
internal sealed record Finding(string Subject, Verdict Verdict, string Text);
