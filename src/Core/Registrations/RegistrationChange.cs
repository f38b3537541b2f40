namespace TopGun.Core.Registrations;

/// <summary>One step in the life of a registration. Taken again from any point on, in order, the steps lead to the same end.</summary>
/// <remarks>A step and not the whole, so that the ten-thousandth user of an application adds a line and does not store ten thousand.</remarks>
/// <param name="Map">The map.</param>
/// <param name="Name">The resolver's name.</param>
/// <param name="Step">What happens.</param>
/// <param name="Definition">For <see cref="RegistrationStep.Define"/>: the resolver.</param>
/// <param name="Subject">For a claim: the user.</param>
/// <param name="AtMs">For <see cref="RegistrationStep.Claim"/>: when, in Unix milliseconds.</param>
public sealed record RegistrationChange(
    string Map, string Name, RegistrationStep Step, ResolverDefinition? Definition = null, string? Subject = null, long AtMs = 0);
