using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Resolving;
using static TopGun.Core.Tests.Registrations.RegisteredMap;

namespace TopGun.Core.Tests.Registrations;

/// <summary>Who may register what, and what it comes to.</summary>
public class RegisteringTests
{
    [Fact, Trait("Invariant", "INV-RES-3")]
    public void A_rule_is_in_force_for_every_write_that_is_judged_after_it_and_for_none_before()
    {
        var map = new RegisteredMap();
        map.Judge("before", 1);
        map.Partition.Register(new RegisterResolver(Name, Definition()), map.Make(Definition()), User("alice"), map.NowMs);
        map.Judge("after", 1);
        map.Seal();

        var results = map.Partition.Committed.ReadResults(Name, new WriterId("writer", "1"), 0, 10);
        Assert.Equal([OpResultCode.Applied, OpResultCode.MergeRejected], results.Select(result => result.Code));
        Assert.Equal([RegistrationStep.Define, RegistrationStep.Claim], map.Commit!.Registrations.Select(change => change.Step));
        Assert.Equal(1, map.Commit.NewHead);
    }

    [Fact, Trait("Invariant", "INV-RES-3")]
    public void A_registration_falls_with_its_commit_and_so_does_what_was_judged_by_it()
    {
        var map = new RegisteredMap();
        map.Partition.Register(new RegisterResolver(Name, Definition()), map.Make(Definition()), User("alice"), map.NowMs);
        map.Partition.Seal(map.NowMs);
        map.Judge("k", 1);
        map.Partition.Discard();

        Assert.Empty(map.Claims());
        Assert.Null(map.Partition.Seal(map.NowMs));
        Assert.Equal(OpResultCode.Applied, map.Write("k", 1, "other").Code);
    }

    [Fact, Trait("Invariant", "INV-RES-3")]
    public void Nobody_sees_a_registration_before_it_is_durable()
    {
        var map = new RegisteredMap();
        map.Partition.Register(new RegisterResolver(Name, Definition()), map.Make(Definition()), User("alice"), map.NowMs);
        map.Partition.Seal(map.NowMs);

        Assert.Empty(map.Partition.Committed.RegistrationsOf(Name));
        map.Partition.Publish();
        Assert.Single(map.Partition.Committed.RegistrationsOf(Name));
    }

    [Fact, Trait("Invariant", "INV-RES-3")]
    public void It_is_in_force_before_the_first_write_after_a_restart()
    {
        var stored = new StoredMap(Name, [], []) { Registrations = [new Registration(Definition(), [new ResolverClaim("alice", 5)])] };

        Assert.Equal(OpResultCode.MergeRejected, new RegisteredMap(stored: stored).Write("k", 1).Code);
    }

    [Fact, Trait("Invariant", "INV-RES-4")]
    public void A_stored_rule_that_can_not_be_made_any_more_refuses_what_it_is_for()
    {
        var stored = new StoredMap(Name, [], [])
        {
            Registrations = [new Registration(Definition("old", "a language of the past", keys: "user:*"), [new ResolverClaim("alice", 5)])],
        };
        var map = new RegisteredMap(stored: stored);

        var refused = map.Write("user:1", 1);
        Assert.Equal((OpResultCode.ResolverFailed, "old"), (refused.Code, refused.Resolver));
        Assert.Equal(OpResultCode.Applied, map.Write("post:1", 1).Code);
    }

    [Fact]
    public void The_same_resolver_from_another_user_adds_a_claim_and_the_last_one_takes_it_away()
    {
        var map = new RegisteredMap();
        Assert.Equal(new ResolverRegistered(1), map.Register("alice", Definition()));
        Assert.Equal(new ResolverRegistered(2), map.Register("bob", Definition()));
        Assert.Equal(new ResolverRegistered(2), map.Register("bob", Definition()));
        Assert.Null(map.Commit);

        Assert.Equal(new ResolverUnregistered(1), map.Unregister("alice"));
        Assert.Equal(OpResultCode.MergeRejected, map.Write("k", 1).Code);
        Assert.Equal(ErrorCode.NotFound, Refused(map.Unregister("alice")).Code);

        Assert.Equal(new ResolverUnregistered(0), map.Unregister("bob"));
        Assert.Equal(OpResultCode.Applied, map.Write("k", 1).Code);
        Assert.Empty(map.Partition.Committed.RegistrationsOf(Name));
    }

    [Theory]
    [InlineData("accept", 50, "*")]
    [InlineData("refuse", 51, "*")]
    [InlineData("refuse", 50, "a*")]
    public void Other_code_or_options_under_a_name_that_is_taken_are_refused(string code, int priority, string keys)
    {
        var map = new RegisteredMap();
        map.Register("alice", Definition());

        var error = Refused(map.Register("alice", Definition("no", code, priority, keys)));

        Assert.Equal(ErrorCode.AlreadyExists, error.Code);
        Assert.Equal($"Map {Name} has a resolver no with another rule; choose another name, or replace it.", error.Message);
        Assert.Equal("no", error.Metadata!["name"]);
        Assert.Equal(["alice"], map.Claims());
    }

    [Fact]
    public void A_rule_whose_name_the_server_has_taken_since_can_still_be_taken_back()
    {
        var stored = new StoredMap(Name, [], []) { Registrations = [new Registration(Definition(), [new ResolverClaim("alice", 5)])] };
        var map = new RegisteredMap(null, stored, new Rule("no", 50, _ => ResolverDecision.Local));
        Assert.Equal(OpResultCode.MergeRejected, map.Write("k", 1).Code);

        Assert.Equal(ErrorCode.Forbidden, Refused(map.Unregister("bob")).Code);
        Assert.Equal(new ResolverUnregistered(0), map.Unregister("alice"));

        Assert.Equal(OpResultCode.Applied, map.Write("k", 1).Code);
        Assert.Equal(ErrorCode.Forbidden, Refused(map.Unregister("alice")).Code);
    }

    [Fact]
    public void Who_alone_claims_a_resolver_may_replace_it()
    {
        var map = new RegisteredMap();
        map.Register("alice", Definition());

        Assert.Equal(new ResolverRegistered(1), map.Register("alice", Definition(code: "accept"), replace: true));
        Assert.Equal(OpResultCode.Applied, map.Write("k", 1).Code);
    }

    [Fact]
    public void What_others_claim_only_an_administrator_may_replace_or_take_away()
    {
        var map = new RegisteredMap();
        map.Register("alice", Definition());
        map.Register("bob", Definition());
        Assert.Equal(ErrorCode.Forbidden, Refused(map.Register("alice", Definition(code: "accept"), replace: true)).Code);
        Assert.Equal(["alice", "bob"], map.Claims());

        map.Allowed = (principal, action) => action != MapAction.Admin || principal.Subject == "root";
        Assert.Equal(ErrorCode.AlreadyExists, Refused(map.Register("root", Definition(code: "accept"))).Code);
        Assert.Equal(new ResolverRegistered(1), map.Register("root", Definition(code: "accept"), replace: true));
        Assert.Equal(["root"], map.Claims());

        map.Register("alice", Definition(code: "accept"));
        Assert.Equal(new ResolverUnregistered(0), map.Unregister("root"));
        Assert.Empty(map.Partition.Committed.RegistrationsOf(Name));
    }

    [Fact]
    public void The_servers_own_can_be_neither_replaced_nor_removed_and_a_stored_one_of_its_name_stays_in_force_beside_it()
    {
        var stored = new StoredMap(Name, [], []) { Registrations = [new Registration(Definition("own"), [new ResolverClaim("alice", 5)])] };
        var map = new RegisteredMap(null, stored, Rule.AcceptAll("own")) { Allowed = (_, _) => true };

        Assert.Equal(ErrorCode.AlreadyExists, Refused(map.Register("alice", Definition("own"), replace: true)).Code);
        Assert.Equal(OpResultCode.MergeRejected, map.Write("k", 1).Code);
        Assert.Equal(new ResolverUnregistered(0), map.Unregister("alice", "own"));
        var refused = Refused(map.Unregister("alice", "own"));
        Assert.Equal((ErrorCode.Forbidden, "Resolver own of map m is the server's own; clients can't remove it."), (refused.Code, refused.Message.Replace($"map {Name}", "map m", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(MapAction.Read, "READ")]
    [InlineData(MapAction.Resolve, "RESOLVE")]
    public void It_needs_the_right_to_read_and_to_resolve_at_the_moment_when_it_is_done(MapAction lacking, string named)
    {
        var map = new RegisteredMap { Allowed = (_, action) => action != lacking };

        var error = Refused(map.Register("alice", Definition()));

        Assert.Equal(ErrorCode.Forbidden, error.Code);
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
        Assert.Empty(map.Partition.Committed.RegistrationsOf(Name));
    }

    [Fact]
    public void A_map_and_a_user_have_only_so_many()
    {
        var map = new RegisteredMap(new RegistrationOptions { MaxPerMap = 4, MaxPerPrincipal = 2, MaxClaims = 2 }, null, Rule.AcceptAll("own"));
        map.Register("alice", Definition("a"));
        map.Register("alice", Definition("b"));
        Assert.Contains("at most 2", Over(map.Register("alice", Definition("c"))), StringComparison.Ordinal);

        map.Register("bob", Definition("c"));
        Assert.Contains("Map m has 4 resolvers; at most 4", Over(map.Register("bob", Definition("d"))), StringComparison.Ordinal);
        Assert.Equal(new ResolverRegistered(1), map.Register("bob", Definition("c", "accept"), replace: true));

        Assert.Equal(new ResolverRegistered(2), map.Register("bob", Definition("a")));
        Assert.Contains("It is in force.", Over(map.Register("carol", Definition("a"))), StringComparison.Ordinal);

        static string Over(ResolverResponse response) => Refused(response) is { Code: ErrorCode.LimitExceeded } error ? error.Message : "";
    }

    [Fact, Trait("Invariant", "INV-RES-1")]
    public void A_clients_accept_all_at_the_top_gets_round_no_rule_of_the_server()
    {
        var map = new RegisteredMap(null, null, Rule.Refuse(value => value is Int64Value { Number: < 0 }));
        map.Register("mallory", Definition("all", "accept", 100));
        map.Register("mallory", Definition("under", "minus", 0));

        Assert.Equal(OpResultCode.MergeRejected, map.Write("stock", -1).Code);
        Assert.Equal(OpResultCode.MergeRejected, map.Write("stock", 1).Code);
        Assert.Null(map.Partition.Committed.Read(Name, "stock"));
    }

    [Fact]
    public void Claims_lapse_when_nobody_renews_them_and_a_renewal_costs_a_commit_only_when_it_is_due()
    {
        var map = new RegisteredMap(new RegistrationOptions { LapseAfterMs = 80_000 });
        map.Register("alice", Definition());
        map.Register("bob", Definition());

        map.NowMs += 9_999;
        map.Renew("alice");
        Assert.Null(map.Commit);
        map.NowMs += 1;
        map.Renew("alice");
        Assert.Equal([RegistrationStep.Claim], map.Commit!.Registrations.Select(change => change.Step));

        map.NowMs = 1_000 + 80_001;
        Assert.Equal(OpResultCode.MergeRejected, map.Write("k", 1).Code);
        Assert.Equal(["alice"], map.Claims());

        map.NowMs += 10_001;
        Assert.Equal(OpResultCode.Applied, map.Write("k", 1).Code);
        Assert.Empty(map.Partition.Committed.RegistrationsOf(Name));
        Assert.Equal([RegistrationStep.Remove], map.Commit!.Registrations.Select(change => change.Step));
    }

    [Fact]
    public void Where_they_are_not_stored_the_commit_has_none_of_them_and_they_are_in_force_all_the_same()
    {
        var map = new RegisteredMap(new RegistrationOptions { AreStored = false });

        Assert.Equal(new ResolverRegistered(1), map.Register("alice", Definition()));

        Assert.Empty(map.Commit!.Registrations);
        Assert.Equal(OpResultCode.MergeRejected, map.Write("k", 1).Code);
    }

    [Fact]
    public void What_was_refused_is_known_for_a_while_with_its_write()
    {
        var map = new RegisteredMap();
        map.Register("alice", Definition(keys: "seat"));
        map.Write("seat", "bob");

        var rejected = map.Partition.Committed.FindRejected(Name, new WriterId("writer", "1"), 1)!;

        Assert.Equal(("seat", "writer", "no"), (rejected.Attempted.Key, rejected.Subject, rejected.Result.Resolver));
        for (var i = 0; i < 1_000; i++) map.Write("seat", i);
        Assert.Null(map.Partition.Committed.FindRejected(Name, new WriterId("writer", "1"), 1));
        Assert.NotNull(map.Partition.Committed.FindRejected(Name, new WriterId("writer", "1"), 1_001));
    }

    private static SyncError Refused(ResolverResponse response) => Assert.IsType<ResolverRefused>(response).Error;
}
