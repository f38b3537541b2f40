namespace TopGun.Core.Replicas;

/// <summary>A row of a part: a record as the server sent it, with all or some of its fields.</summary>
/// <param name="Part">The part.</param>
/// <param name="Record">The record.</param>
public readonly record struct PartRow(long Part, ReplicaRecord Record);
