namespace TopGun.Client.Connection.Ladder;

/// <summary>A rung that worked, and for which server.</summary>
/// <param name="Address">The server's address, as the application wrote it.</param>
/// <param name="Rung">The rung.</param>
internal sealed record KnownWay(string Address, RememberedRung Rung)
{
    /// <summary>Whether it is a way to that server.</summary>
    public bool LeadsTo(string address) => string.Equals(Address, address, StringComparison.OrdinalIgnoreCase);
}
