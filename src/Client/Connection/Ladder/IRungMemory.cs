namespace TopGun.Client.Connection.Ladder;

/// <summary>What is known of the rungs of servers.</summary>
internal interface IRungMemory
{
    /// <summary>What is known of a server; null for nothing.</summary>
    RememberedRung? Find(string address);

    /// <summary>A rung below the top works.</summary>
    void Remember(string address, RememberedRung rung);

    /// <summary>The next client begins at the top.</summary>
    void Forget(string address);
}
