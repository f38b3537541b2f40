namespace TopGun.Core.Queries;

/// <summary>A field to sort by.</summary>
/// <param name="Path">The field; records without it come first, or last where it descends.</param>
/// <param name="IsDescending">Whether the highest value comes first.</param>
public sealed record SortField(FieldPath Path, bool IsDescending = false);
