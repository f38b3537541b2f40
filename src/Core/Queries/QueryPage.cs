namespace TopGun.Core.Queries;

/// <summary>An answer to a query, or the part of it that its limit lets through.</summary>
/// <param name="Rows">The rows, in the order of the query.</param>
/// <param name="Next">Where the next page goes on; null when nothing comes after these rows.</param>
public sealed record QueryPage(IReadOnlyList<QueryRow> Rows, QueryPosition? Next);
