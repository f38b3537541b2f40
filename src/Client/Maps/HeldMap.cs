using TopGun.Client.Connection;
using TopGun.Client.Replicas;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Client.Maps;

/// <summary>What of one map is held on this device, and followed. Safe for many threads at once.</summary>
internal sealed class HeldMap(LiveReplica replica, ServerLink link, string name)
{
    /// <summary>What is held, the whole map first.</summary>
    public IReadOnlyList<MapPart> Parts
    {
        get
        {
            var (whole, parts) = replica.Read(replica => (replica.HoldsWhole(name) ? replica.MapOf(name) : null, replica.PartsOf(name)));
            List<MapPart> held = whole is null ? [] : [new MapPart(MapQuery.All, whole.IsComplete, link.WhyEnded(name))];
            held.AddRange(parts.Select(part => new MapPart(part.Query, part.IsComplete, link.WhyEnded(part))));
            return held;
        }
    }

    /// <summary>From now on a part is held.</summary>
    /// <exception cref="TopGunClientException">The query is over a bound, or makes no part.</exception>
    public void Hold(MapQuery query)
    {
        if (query.Equals(MapQuery.All))
        {
            link.Use(name);
            return;
        }

        try
        {
            replica.Step((replica, _) => replica.Hold(name, query));
        }
        catch (SyncException error)
        {
            throw new TopGunClientException(ClientError.InvalidQuery, error.Message, error);
        }

        link.UseParts(name);
    }

    /// <summary>A part is held no longer.</summary>
    public bool Release(MapQuery query)
    {
        // The subscription first: what arrives for it afterwards is passed over.
        if (query.Equals(MapQuery.All))
        {
            link.Release(name);
            return replica.Step((replica, _) => replica.ReleaseWhole(name));
        }

        if (replica.Read(replica => replica.PartsOf(name)).FirstOrDefault(part => part.Query.Equals(query)) is { } held) link.Release(held);
        return replica.Step((replica, _) => replica.Release(name, query)) is not null;
    }
}
