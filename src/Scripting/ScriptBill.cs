namespace TopGun.Scripting;

/// <summary>What a run used up.</summary>
/// <param name="Steps">The steps taken; the limit when there were not enough.</param>
/// <param name="Bytes">The bytes allocated, as the meter counts them.</param>
public readonly record struct ScriptBill(long Steps, long Bytes);
