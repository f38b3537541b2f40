using TopGun.Core.Registrations;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>A resolver that the application wants to be in force, for as long as its client lives.</summary>
/// <param name="Map">The map.</param>
/// <param name="Definition">The resolver.</param>
/// <param name="State">What is known of it.</param>
/// <param name="Error">Why it was refused; null otherwise.</param>
public sealed record ResolverIntent(string Map, ResolverDefinition Definition, IntentState State, SyncError? Error = null);
