namespace TopGun.Core.Sync;

/// <summary>Results of ops of one writer on one map.</summary>
/// <param name="Map">The map's name.</param>
/// <param name="Writer">Whose ops.</param>
/// <param name="Epoch">The epoch in which the versions in the results were committed.</param>
/// <param name="Results">The results, in the order of their numbers.</param>
public sealed record OpResults(string Map, WriterId Writer, ulong Epoch, IReadOnlyList<OpResult> Results) : ServerFrame;
