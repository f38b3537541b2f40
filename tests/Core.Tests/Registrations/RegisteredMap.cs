using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Tests.Resolvers;
using TopGun.Core.Values;
using TopGun.Resolving;

namespace TopGun.Core.Tests.Registrations;

/// <summary>A map for which resolvers are registered; every step is committed at once unless a test does it itself.</summary>
internal sealed class RegisteredMap : IMapAccess, IResolverSource
{
    public const string Name = "m";

    private readonly ResolverChain? _configured;
    private readonly Dictionary<string, long> _numbers = [];

    public RegisteredMap(RegistrationOptions? options = null, StoredMap? stored = null, params IResolver[] configured)
    {
        _configured = configured.Length > 0 ? new ResolverChain(configured) : null;
        Partition = new Partition(
            new PartitionId(0), StoredPartition.Empty, 1, new PartitionOptions { Registrations = options ?? new RegistrationOptions() }, Records, this, this);
        Partition.Load(stored ?? new StoredMap(Name, [], []));
    }

    public Partition Partition { get; }

    public KeptRecords Records { get; } = new();

    public long NowMs { get; set; } = 1_000;

    /// <summary>Who was asked about writes that were only tried.</summary>
    public List<string> Tried { get; } = [];

    public Func<Principal, MapAction, bool> Allowed { get; set; } = (_, action) => action != MapAction.Admin;

    public static Principal User(string name) => GuardedMap.User(name);

    /// <summary>A definition of a rule that refuses everything; a stored one is made again in this form.</summary>
    public static ResolverDefinition Definition(string name = "no", string code = "refuse", int priority = 50, string keys = "*")
        => new(name, new ScriptRule(code), priority, keys);

    /// <summary>What was registered is made into: code "refuse" refuses, code "accept" accepts all, another can't be made.</summary>
    public IResolver Make(ResolverDefinition definition) => definition.Rule switch
    {
        ScriptRule { Code: "refuse" } => new Rule(definition.Name, definition.Priority!.Value, _ => ResolverDecision.Reject("No."), definition.KeyPattern) { Origin = ResolverOrigin.Client },
        ScriptRule { Code: "accept" } => new Rule(definition.Name, definition.Priority!.Value, context => ResolverDecision.Accept(context.RemoteValue), definition.KeyPattern) { Origin = ResolverOrigin.Client },
        ScriptRule { Code: "minus" } => new Rule(definition.Name, definition.Priority!.Value, _ => ResolverDecision.Merge(Value.Of(-1)), definition.KeyPattern) { Origin = ResolverOrigin.Client },
        _ => new LostResolver(definition),
    };

    public ResolverResponse Register(string user, ResolverDefinition definition, bool replace = false)
        => Committed(Partition.Register(new RegisterResolver(Name, definition, replace), Make(definition), User(user), NowMs));

    public ResolverResponse Unregister(string user, string name = "no") => Committed(Partition.Unregister(new UnregisterResolver(Name, name), User(user), NowMs));

    public void Renew(string user, string name = "no")
    {
        Partition.Renew(Name, name, User(user).Subject, NowMs);
        Seal();
    }

    /// <summary>What the last seal gave.</summary>
    public PartitionCommit? Commit { get; private set; }

    public OpResult Write(string key, Value value, string user = "writer")
    {
        var op = Judge(key, value, user);
        Seal();
        return Partition.Committed.ReadResults(Name, new WriterId(user, "1"), op - 1, 1).Single();
    }

    /// <summary>Judges a write without committing it.</summary>
    /// <returns>Its number.</returns>
    public long Judge(string key, Value value, string user = "writer")
    {
        var number = _numbers[user] = _numbers.GetValueOrDefault(user) + 1;
        var op = new Op(number, (ulong)number, NowMs, 0, null, new ValueWrite(key, WriteBase.Unknown, value));
        Partition.Execute(new OpBatch(Name, new WriterId(user, "1"), 0, NowMs, [op]), User(user), NowMs);
        return number;
    }

    public void Seal()
    {
        Commit = Partition.Seal(NowMs);
        if (Commit is not null) Partition.Publish();
    }

    public string[] Claims(string name = "no")
        => [.. Partition.Committed.RegistrationsOf(Name).Where(known => known.Definition.Name == name).SelectMany(known => known.Claims).Select(claim => claim.Subject).Order()];

    bool IMapAccess.Allows(Principal principal, string map, MapAction action) => Allowed(principal, action);

    ResolverChain? IResolverSource.ChainOf(string map) => _configured;

    IResolver IResolverSource.Revive(ResolverDefinition definition) => Make(definition);

    ResolverDecision? IResolverSource.Try(IResolver resolver, ResolverContext context)
    {
        Tried.Add(resolver.Name);
        return resolver.Resolve(context);
    }

    void IResolverSource.Answered(IResolver resolver, ResolverContext context, ResolverDecision decision, Exception? cause)
    {
    }

    private ResolverResponse Committed(ResolverResponse response)
    {
        Seal();
        return response;
    }
}
