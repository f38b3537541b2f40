using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>A sequence of commits whose every state is known: what a store holds at version n is checked whole.</summary>
internal static class History
{
    public const string Map = "todos";

    private const int Keys = 7;
    private const int Rules = 3;
    private const int KeptResults = 4;

    /// <summary>The commit that makes version <paramref name="version"/>: a hot key, one of several, a new one, a result, and steps of registrations.</summary>
    public static PartitionCommit Commit(long version)
    {
        var write = Write(Map, version - 1, $"v{version}", "hot", $"k{version % Keys}", $"new{version}");
        return write with
        {
            Records = [.. write.Records.Select(record => record with { Owner = OwnerOf(version) })],
            Writers = [Results(Map, Math.Max(0, version - KeptResults), version)],
            Registrations = Changes(version),
        };
    }

    /// <summary>Checks that a map is as the first commits left it, with nothing missing and nothing of a later one (INV-STO-2).</summary>
    public static void AssertIs(long version, StoredMap map)
    {
        var expected = new Dictionary<string, long>();
        for (var i = 1L; i <= version; i++) expected["hot"] = expected[$"k{i % Keys}"] = expected[$"new{i}"] = i;

        Assert.Equal(expected.Select(pair => $"{pair.Key}@{pair.Value}=v{pair.Value}{(OwnerOf(pair.Value) is { } owner ? $" of {owner}" : "")}").Order(), Show(map).Order());
        Assert.Equal(map.Records.Select(record => record.Version).Order(), map.Records.Select(record => record.Version));
        if (version == 0) return;

        Registration?[] registered = new Registration?[Rules];
        for (var i = 1L; i <= version; i++)
            foreach (var change in Changes(i)) registered[change.Name[^1] - '0'] = Registration.Take(registered[change.Name[^1] - '0'], change);
        Assert.Equal(registered.OfType<Registration>().Select(ShowRule), map.Registrations.Select(ShowRule).Order());

        var writer = Assert.Single(map.Writers);
        Assert.Equal(version, writer.Last);
        Assert.Equal(Range(Math.Max(0, version - KeptResults) + 1, version).Select(ResultOf), writer.Results);
    }

    // One without, and two users.
    private static string? OwnerOf(long version) => version % 3 == 0 ? null : $"user{version % 3}";

    // Every step that there is, on a few rules, each of which goes and comes back.
    private static RegistrationChange[] Changes(long version)
    {
        var rule = $"rule{version % Rules}";
        return (version / Rules % 5) switch
        {
            0 => [Define(rule, version), Claim(rule, "alice", version)],
            1 => [Claim(rule, $"user{version}", version), Claim(rule, "alice", version)],
            2 => [new(Map, rule, RegistrationStep.Disclaim, null, "alice"), Claim(rule, "bob", version)],
            3 => [Define(rule, version), Claim(rule, "root", version)],
            _ => [new(Map, rule, RegistrationStep.Remove)],
        };
    }

    private static RegistrationChange Define(string rule, long version) => new(Map, rule, RegistrationStep.Define, new ResolverDefinition(
        rule, version % 2 == 0 ? new ScriptRule($"code {version}") : new BuiltInRule("NON_NEGATIVE", [$"f{version}"], "No.", version % 3 == 0), (int)(version % 101), "k*"));

    private static RegistrationChange Claim(string rule, string subject, long version) => new(Map, rule, RegistrationStep.Claim, null, subject, version);

    private static string ShowRule(Registration registration)
    {
        var rule = registration.Definition.Rule switch
        {
            BuiltInRule builtIn => $"{builtIn.Kind} {string.Join(',', builtIn.Fields)} {builtIn.Reason} {builtIn.MayBeRemoved}",
            var other => other!.ToString(),
        };
        var claims = registration.Claims.OrderBy(claim => claim.Subject, StringComparer.Ordinal).Select(claim => $"{claim.Subject}@{claim.RenewedMs}");
        return $"{registration.Definition.Name} {registration.Definition.Priority} {registration.Definition.KeyPattern} {rule}: {string.Join(' ', claims)}";
    }

    private static IEnumerable<long> Range(long first, long last)
    {
        for (var number = first; number <= last; number++) yield return number;
    }
}
