using System.Buffers.Text;
using System.Text;
using TopGun.Core.Access;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Server.Maps;
using TopGun.Server.Storage;

namespace TopGun.Server.Resolvers.Registering;

/// <summary>Lists resolvers over maps, in pages: the server's own, and what is registered. Safe for many threads at once.</summary>
/// <remarks>From committed state only, and without loading the maps: a list over all of them must not bring all of them into memory.</remarks>
internal sealed class ResolverCatalog(ServerResolvers configured, PartitionTable partitions, IStore store, PartitionSettings settings)
{
    private const int PageBytes = 256 << 10;

    // A map may have 100 resolvers of 50 KiB, and the store gives them whole.
    private const int MapsAtOnce = 4;

    // A page ends after so many reads, also an empty one: the caller may see few of very many maps.
    private const int ReadsPerPage = 64;
    private const int MaxTokenLength = 4_096;

    // What is read for a page is held until it is made. Callers are many, and each may ask 200 times at once.
    private readonly SemaphoreSlim _room = new(2);
    private readonly SortedDictionary<string, ResolverChain> _configured = new(configured.Chains().ToDictionary(), Utf8Order.Comparer);

    /// <summary>A page of the resolvers that a user may see.</summary>
    /// <exception cref="SyncException">The user may not read the map, or the token is none.</exception>
    /// <exception cref="StoreUnavailableException">Not now.</exception>
    public async Task<ResolverList> ListAsync(ListResolvers list, Principal principal, CancellationToken cancellationToken)
    {
        if (list.Map is { } only && !settings.Access.Allows(principal, only, MapAction.Read))
            throw new SyncException(ErrorCode.Forbidden, $"User {principal.Subject} needs READ permission on map {only} to list its resolvers.");

        var (lastMap, lastName) = Position(list.PageToken);
        await _room.WaitAsync(cancellationToken);
        try
        {
            return await ReadPageAsync(list, principal, lastMap, lastName, cancellationToken);
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task<ResolverList> ReadPageAsync(ListResolvers list, Principal principal, string lastMap, string lastName, CancellationToken cancellationToken)
    {
        var page = new List<ListedResolver>();
        var bytes = 0;
        var reads = 0;
        for (var from = list.Map ?? lastMap; from is not null;)
        {
            if (++reads > ReadsPerPage) return new ResolverList(page, $"{Encoded(from)}.");
            var (maps, next) = list.Map is null ? await ReadAsync(from, MapsAtOnce, cancellationToken) : (await ReadOneAsync(from, cancellationToken), null);
            foreach (var (map, registered) in maps.Where(map => settings.Access.Allows(principal, map.Key, MapAction.Read)))
                foreach (var listed in ListedResolvers.Of(map, _configured.GetValueOrDefault(map), registered, principal))
                {
                    if (map == lastMap && string.CompareOrdinal(PlaceOf(listed), lastName) <= 0) continue;
                    if (bytes >= PageBytes) return new ResolverList(page, TokenAt(page[^1]));
                    page.Add(listed);
                    bytes += BytesOf(listed);
                }

            from = next;
        }

        return new ResolverList(page);
    }

    private async Task<SortedDictionary<string, IReadOnlyList<Registration>>> ReadOneAsync(string map, CancellationToken cancellationToken)
    {
        var found = await RegisteredAsync(map, 1, cancellationToken);
        return new(Utf8Order.Comparer) { [map] = found is [var first, ..] && first.Map == map ? first.Registrations : [] };
    }

    // Some maps from one on, and where the rest begins; null when there is none.
    private async Task<(SortedDictionary<string, IReadOnlyList<Registration>> Maps, string? Next)> ReadAsync(string from, int most, CancellationToken cancellationToken)
    {
        var found = await RegisteredAsync(from, most, cancellationToken);
        // No name comes between a name and the same one with a NUL behind it.
        var next = found.Count == most ? found[^1].Map + '\0' : null;
        var maps = new SortedDictionary<string, IReadOnlyList<Registration>>(Utf8Order.Comparer);
        foreach (var map in _configured.Keys)
            if (Utf8Order.Compare(map, from) >= 0 && (next is null || Utf8Order.Compare(map, next) < 0)) maps[map] = [];
        foreach (var map in found) maps[map.Map] = map.Registrations;
        return (maps, next);
    }

    private async Task<IReadOnlyList<MapRegistrations>> RegisteredAsync(string from, int most, CancellationToken cancellationToken)
        => settings.Options.Registrations.AreStored
            ? await store.ListRegistrationsAsync(from, most, cancellationToken)
            : [.. partitions.ReadRegistrations()
                .Where(map => Utf8Order.Compare(map.Map, from) >= 0)
                .OrderBy(map => map.Map, Utf8Order.Comparer)
                .Take(most)];

    private static string PlaceOf(ListedResolver listed) => $"{listed.Definition.Name}\0{(int)listed.Origin}";

    private static int BytesOf(ListedResolver listed) => 512 + (listed.Definition.Rule switch
    {
        ScriptRule script => script.Code.Length,
        BuiltInRule rule => rule.Fields.Sum(field => field.Length) + (rule.Reason?.Length ?? 0),
        _ => 0,
    });

    private static string TokenAt(ListedResolver last) => $"{Encoded(last.Map)}.{Encoded(PlaceOf(last))}";

    private static (string Map, string Name) Position(string token)
    {
        if (token.Length == 0) return ("", "");
        if (token.Length > MaxTokenLength || token.Split('.') is not [{ Length: > 0 } map, var name] || !Base64Url.IsValid(map) || !Base64Url.IsValid(name))
            throw new SyncException(ErrorCode.InvalidFrame, "The page token is none that this server gave.");
        return (Decoded(map), Decoded(name));
    }

    private static string Encoded(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private static string Decoded(string text) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text));
}
