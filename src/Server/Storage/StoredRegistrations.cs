using TopGun.Core.Registrations;

namespace TopGun.Server.Storage;

/// <summary>The registrations of one map, as a sequence of changes leaves them. Not safe for several threads at once.</summary>
internal sealed class StoredRegistrations
{
    private readonly Dictionary<string, Registration> _known = new(StringComparer.Ordinal);

    /// <summary>All there are, in no order.</summary>
    public Registration[] All => [.. _known.Values];

    /// <summary>Takes what was stored.</summary>
    public void Add(Registration registration) => _known[registration.Definition.Name] = registration;

    /// <summary>Takes the next change.</summary>
    public void Take(RegistrationChange change)
    {
        if (Registration.Take(_known.GetValueOrDefault(change.Name), change) is { } taken) _known[change.Name] = taken;
        else _known.Remove(change.Name);
    }
}
