using TopGun.Core.Replicas;

namespace TopGun.Client.Replicas;

/// <summary>How much a device may write ahead of its server.</summary>
/// <param name="MaxOps">The most ops without a result.</param>
/// <param name="MaxBytes">The most bytes that they take; the op that passes it is still taken.</param>
internal sealed record OpLogBound(int MaxOps, long MaxBytes)
{
    /// <summary>Throws unless there is room for another op.</summary>
    /// <exception cref="TopGunClientException">There is none.</exception>
    public void Check(Replica replica)
    {
        if (replica.UnsettledCount is var count && count >= MaxOps)
            throw Full($"{count:N0} writes wait for the server; at most {MaxOps:N0} may ({nameof(TopGunClientOptions.MaxPendingWrites)}).");
        if (replica.UnsettledBytes is var bytes && bytes >= MaxBytes)
            throw Full($"Writes of about {bytes:N0} bytes wait for the server; at most {MaxBytes:N0} may ({nameof(TopGunClientOptions.MaxPendingBytes)}).");
    }

    private static TopGunClientException Full(string why)
        => new(ClientError.OpLogFull, $"{why} Nothing was written; wait with {nameof(TopGunClient.WhenRoomAsync)}, or tell the user.");
}
