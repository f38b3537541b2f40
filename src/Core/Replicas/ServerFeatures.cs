using TopGun.Core.Maps;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>Which writes a server takes; while none has said so since the replica was opened, all of them.</summary>
internal sealed class ServerFeatures
{
    private static readonly (string Feature, string WhyNot, Func<IReadOnlyList<OpWrite>, bool> IsIn)[] Known =
    [
        (Features.Groups, "The server takes no atomic groups.", writes => writes.Count > 1),
        (Features.Ttl, "The server takes no writes with a ttl.", writes => writes.Any(part => part.Write.TtlMs is not null)),
        (Features.OrMap, "The server knows no sets.", writes => writes.Any(part => part.Write.Type == MapType.OrMap)),
        (Features.Counter, "The server knows no counters.", writes => writes.Any(part => part.Write.Type == MapType.PnCounter)),
    ];

    private IReadOnlyCollection<string>? _named;

    /// <summary>Whether the server has named what it lacks of all that this client may write.</summary>
    public bool LacksAny => _named is { } named && Known.Any(known => !named.Contains(known.Feature));

    /// <summary>Whether the server says what type a map has.</summary>
    public bool TellsTypes => _named is { } named && Features.KnowTypes(named);

    /// <summary>Learns what a server has named.</summary>
    public void Learn(Welcome welcome) => _named = welcome.Features;

    /// <summary>Why the writes of an op must not be sent, or null.</summary>
    public string? WhyNot(IReadOnlyList<OpWrite> writes)
    {
        if (_named is not { } named) return null;
        foreach (var (feature, whyNot, isIn) in Known)
            if (!named.Contains(feature) && isIn(writes)) return whyNot;
        return null;
    }
}
