using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using static TopGun.Core.Tests.Registrations.RegisteredMap;

namespace TopGun.Core.Tests.Registrations;

/// <summary>Random lives of registrations, over commits that fail and restarts, against a model that is only a table.</summary>
public class RegistrationModelTests
{
    private static readonly string[] Users = ["alice", "bob", "carol"];
    private static readonly string[] Names = ["a", "b"];
    private static readonly string[] Codes = ["refuse", "accept"];

    [Theory, Trait("Invariant", "INV-RES-3")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void What_is_committed_is_what_the_answers_said_and_what_a_restart_finds(int seed)
    {
        for (var life = 0; life < 100; life++) Live(new Random((seed * 1_000) + life));
    }

    private static void Live(Random random)
    {
        var map = new RegisteredMap();
        var (committed, tentative) = (new Table(), new Table());
        var stored = new Dictionary<string, Registration>(StringComparer.Ordinal);
        var epoch = 0;
        for (var step = 0; step < 60; step++)
        {
            switch (random.Next(10))
            {
                case < 4: Register(map, tentative, Pick(random, Users), Definition(Pick(random, Names), Pick(random, Codes)), random.Next(3) == 0); break;
                case < 6: Unregister(map, tentative, Pick(random, Users), Pick(random, Names)); break;
                case < 8: Judge(map, tentative, $"{epoch}-{step}"); break;
                case 8: committed = Commit(map, committed, tentative, stored, isDurable: random.Next(3) > 0); tentative = committed.Copy(); break;
                default:
                    // The process dies: what was not committed never was.
                    map = new RegisteredMap(stored: new StoredMap(Name, [], []) { Registrations = [.. stored.Values] });
                    tentative = committed.Copy();
                    epoch++;
                    break;
            }

            Assert.Equal(committed.Show(), Show(map.Partition.Committed.RegistrationsOf(Name)));
        }
    }

    private static void Register(RegisteredMap map, Table table, string user, ResolverDefinition definition, bool replace)
    {
        var response = map.Partition.Register(new RegisterResolver(Name, definition, replace), map.Make(definition), User(user), map.NowMs);
        var known = table.Find(definition.Name);
        if (known is null || (known.Value.Code != CodeOf(definition) && replace && known.Value.Claims.All(claim => claim == user)))
        {
            Assert.Equal(new ResolverRegistered(1), response);
            table.Put(definition.Name, CodeOf(definition), [user]);
        }
        else if (known.Value.Code == CodeOf(definition))
        {
            known.Value.Claims.Add(user);
            Assert.Equal(new ResolverRegistered(known.Value.Claims.Count), response);
        }
        else
        {
            Assert.Equal(replace ? ErrorCode.Forbidden : ErrorCode.AlreadyExists, Assert.IsType<ResolverRefused>(response).Error.Code);
        }
    }

    private static void Unregister(RegisteredMap map, Table table, string user, string name)
    {
        var response = map.Partition.Unregister(new UnregisterResolver(Name, name), User(user), map.NowMs);
        if (table.Find(name) is { } known && known.Claims.Remove(user))
        {
            Assert.Equal(new ResolverUnregistered(known.Claims.Count), response);
            if (known.Claims.Count == 0) table.Drop(name);
        }
        else
        {
            Assert.Equal(ErrorCode.NotFound, Assert.IsType<ResolverRefused>(response).Error.Code);
        }
    }

    // What a write comes to is seen once it is committed, so the table keeps what it must be.
    private static void Judge(RegisteredMap map, Table table, string user)
    {
        map.Judge("k", 1, user);
        table.Expected[user] = table.Refuses ? OpResultCode.MergeRejected : OpResultCode.Applied;
    }

    private static Table Commit(RegisteredMap map, Table committed, Table tentative, Dictionary<string, Registration> stored, bool isDurable)
    {
        if (map.Partition.Seal(map.NowMs) is not { } commit) return committed;
        if (!isDurable)
        {
            map.Partition.Discard();
            return committed;
        }

        map.Partition.Publish();
        foreach (var change in commit.Registrations)
            if (Registration.Take(stored.GetValueOrDefault(change.Name), change) is { } taken) stored[change.Name] = taken;
            else stored.Remove(change.Name);
        Assert.Equal(tentative.Show(), Show(stored.Values));
        foreach (var (user, code) in tentative.Expected)
            Assert.Equal(code is OpResultCode.Applied, map.Partition.Committed.ReadResults(Name, new WriterId(user, "1"), 0, 1).Single().Code is OpResultCode.Applied or OpResultCode.Superseded);
        tentative.Expected.Clear();
        return tentative;
    }

    private static string CodeOf(ResolverDefinition definition) => ((ScriptRule)definition.Rule!).Code;

    private static T Pick<T>(Random random, T[] some) => some[random.Next(some.Length)];

    private static string[] Show(IEnumerable<Registration> registrations)
        => [.. registrations.Select(one => $"{one.Definition.Name} {CodeOf(one.Definition)} {string.Join(',', one.Claims.Select(claim => claim.Subject).Order())}").Order()];

    private sealed class Table
    {
        private readonly SortedDictionary<string, (string Code, SortedSet<string> Claims)> _rows = new(StringComparer.Ordinal);

        public Dictionary<string, OpResultCode> Expected { get; } = [];

        public bool Refuses => _rows.Values.Any(row => row.Code == "refuse");

        public (string Code, SortedSet<string> Claims)? Find(string name) => _rows.TryGetValue(name, out var row) ? row : null;

        public void Put(string name, string code, IEnumerable<string> claims) => _rows[name] = (code, new SortedSet<string>(claims, StringComparer.Ordinal));

        public void Drop(string name) => _rows.Remove(name);

        public string[] Show() => [.. _rows.Select(row => $"{row.Key} {row.Value.Code} {string.Join(',', row.Value.Claims)}")];

        public Table Copy()
        {
            var copy = new Table();
            foreach (var (name, (code, claims)) in _rows) copy.Put(name, code, claims);
            return copy;
        }
    }
}
