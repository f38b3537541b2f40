namespace TopGun.Core.Sets;

/// <summary>Which op added an element of a set.</summary>
/// <param name="Writer">The clock name of the op's writer, or of the server for what came without an op.</param>
/// <param name="Number">The op's number, from 1.</param>
/// <param name="Index">The place of the element in the op, from 0.</param>
public readonly record struct ElementTag(string Writer, long Number, int Index);
