namespace TopGun.Scripting.Runtime;

/// <summary>What a walk gives for each entry.</summary>
internal enum IterationKind
{
    Keys,
    Values,
    Entries,
}
