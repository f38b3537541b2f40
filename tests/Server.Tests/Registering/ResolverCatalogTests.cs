using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Protocol.Records;
using TopGun.Resolving;
using TopGun.Server.Maps;
using TopGun.Server.Resolvers;
using TopGun.Server.Resolvers.Registering;
using TopGun.Server.Storage;

namespace TopGun.Server.Tests.Registering;

/// <summary>What a list costs where there are many maps.</summary>
public sealed class ResolverCatalogTests : IMapAccess
{
    private readonly MemoryStore _maps = new();
    private readonly Shelf _shelf;
    private readonly ResolverCatalog _catalog;

    public ResolverCatalogTests()
    {
        _shelf = new Shelf(_maps);
        _catalog = new ResolverCatalog(new ServerResolvers(), null!, _shelf, new PartitionSettings(new PartitionOptions(), RecordCodec.Instance, this, TimeProvider.System));
    }

    [Fact]
    public async Task A_page_ends_also_where_the_caller_may_see_nothing_and_no_map_is_missed()
    {
        await Register(Enumerable.Range(0, 600).Select(i => $"bob-{i:000}").Append("alice-1").Append("z-alice"));
        List<string> listed = [];
        var pages = 0;

        for (var token = ""; pages == 0 || token.Length > 0; pages++)
        {
            var readsBefore = _shelf.Reads;
            var page = await _catalog.ListAsync(new ListResolvers(null, token), GuardedMap.User("alice"), default);
            Assert.InRange(_shelf.Reads - readsBefore, 1, 64);
            listed.AddRange(page.Resolvers.Select(resolver => resolver.Map));
            token = page.NextPageToken;
        }

        Assert.Equal(["alice-1", "z-alice"], listed);
        Assert.InRange(pages, 2, 10);
    }

    [Fact]
    public async Task However_many_ask_at_once_few_pages_are_read_at_once()
    {
        await Register(["alice-1"]);
        _shelf.Opens = new TaskCompletionSource();

        var lists = Enumerable.Range(0, 20).Select(_ => _catalog.ListAsync(new ListResolvers(null), GuardedMap.User("alice"), default)).ToArray();
        Assert.Equal(2, _shelf.Reads);
        _shelf.Opens.SetResult();

        foreach (var list in lists) Assert.Single((await list).Resolvers);
    }

    bool IMapAccess.Allows(Principal principal, string map, MapAction action) => map.Contains(principal.Subject, StringComparison.Ordinal);

    private async Task Register(IEnumerable<string> maps)
    {
        var partition = new PartitionId(0);
        await _maps.TakeAsync(partition, 1, default);
        await _maps.CommitAsync(
            new PartitionCommit(partition, 1, 0, 0, default, [], [])
            {
                Registrations =
                [
                    .. maps.SelectMany(map => new RegistrationChange[]
                    {
                        new(map, "rule", RegistrationStep.Define, new ResolverDefinition("rule", new BuiltInRule(BuiltInKind.Lww), 0)),
                        new(map, "rule", RegistrationStep.Claim, null, "someone", 1),
                    }),
                ],
            },
            default);
    }

    // Counts reads, and lets none end while it is closed.
    private sealed class Shelf(MemoryStore maps) : IStore
    {
        public int Reads { get; private set; }

        public TaskCompletionSource? Opens { get; set; }

        public Task<StoreFailedException> Failure => maps.Failure;

        public async ValueTask<IReadOnlyList<MapRegistrations>> ListRegistrationsAsync(string from, int most, CancellationToken cancellationToken)
        {
            Reads++;
            if (Opens is { } opens) await opens.Task;
            return await maps.ListRegistrationsAsync(from, most, cancellationToken);
        }

        public ValueTask<StoredPartition> TakeAsync(PartitionId partition, ulong epoch, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<StoredMap> LoadAsync(string map, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<MapExpiry>> ListExpiringAsync(string from, int most, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<Core.Calls.KeyedOutcome>> FindKeyedAsync(string map, string subject, IReadOnlyCollection<string> keys, CancellationToken cancellationToken)
            => throw new NotSupportedException();

        public ValueTask CommitAsync(PartitionCommit commit, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<string> BindNodeAsync(string nodeId, string subject, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
