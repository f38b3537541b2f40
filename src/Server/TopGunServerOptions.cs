using System.ComponentModel.DataAnnotations;
using TopGun.Server.Auth;
using TopGun.Server.Limits;
using TopGun.Server.Resolvers;

namespace TopGun.Server;

/// <summary>How a TopGun server runs.</summary>
public sealed class TopGunServerOptions : IValidatableObject
{
    /// <summary>The file of the embedded store.</summary>
    /// <value><c>topgun.db</c> in the working directory by default. Beside it lie its write-ahead log and shared memory.</value>
    [Required]
    public string DataFile { get; set; } = "topgun.db";

    /// <summary>The address of a PostgreSQL database that holds the data instead of <see cref="DataFile"/>.</summary>
    /// <value>
    /// null by default. <c>postgresql://user:password@host:port/database?sslmode=require</c>, or <c>Host=...;Database=...</c>. The database must exist; the tables
    /// are made in it, in a schema called <c>topgun</c>. It belongs to one server at a time.
    /// </value>
    public string? Store { get; set; }

    /// <summary>For how long a server may be silent before another one may take its database over; for a database in <see cref="Store"/> only.</summary>
    /// <value>4 s by default; 1 s to 1 min.</value>
    public TimeSpan StoreLease { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>How tokens are checked.</summary>
    public JwtOptions Jwt { get; } = new();

    /// <summary>Who may do what; without a rule nobody may do anything.</summary>
    public IList<PermissionRule> Permissions { get; } = [];

    /// <summary>Tokens that are not accepted any more although their time is not over; streams that go on with one end.</summary>
    /// <value>None by default.</value>
    public IList<Revocation> Revoked { get; } = [];

    /// <summary>
    /// A JSON file with further permissions and revocations, <c>{ "permissions": [...], "revoked": [...] }</c>. It is looked at every 2 s and read again when it has changed; what then
    /// is allowed no more ends in streams that are open, too. A file with mistakes keeps what it said before in force, and is told in the log.
    /// </summary>
    /// <value>null by default: none.</value>
    public string? AccessFile { get; set; }

    /// <summary>The conflict resolvers that this server's maps have, whatever clients do; none by default.</summary>
    public ServerResolvers Resolvers { get; } = new();

    /// <summary>How much of the server one user, one stream and one write may take.</summary>
    public LimitOptions Limits { get; } = new();

    /// <summary>The bearer token with which <c>/metrics</c> may be read from another machine.</summary>
    /// <value>null by default: from this machine only, and not through a proxy on it.</value>
    public string? MetricsToken { get; set; }

    /// <summary>The origins whose pages may call from elsewhere, by gRPC-Web; a page of the server's own origin always may.</summary>
    /// <value>None by default. Each is scheme, host and port, such as <c>https://app.example.com</c>; <c>*</c> admits every page.</value>
    public IList<string> WebOrigins { get; } = [];

    /// <summary>How far ahead of the server's clock an op's timestamp may be and still be kept; beyond, the server stamps it.</summary>
    /// <value>500 ms by default; 50 ms to 1 min. Keep it above the drift that your nodes' time service allows.</value>
    public TimeSpan MaxClockDrift { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// For how long removals are remembered. A device that was away longer compares its maps by digests, and what it wrote before that on keys or
    /// fields that are absent ends in its inbox.
    /// </summary>
    /// <value>30 days by default; 1 s to 10 years. Shorter than the longest absence of your devices costs them a comparison, and writes of that time.</value>
    public TimeSpan TombstoneRetention { get; set; } = TimeSpan.FromDays(30);

    /// <summary>After how long a map that nobody subscribes to, reads or writes leaves memory. It is loaded again when it is needed.</summary>
    /// <value>10 min by default; 1 s to 30 days. A map may stay a quarter longer.</value>
    public TimeSpan IdleMapTimeout { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>For how long a writer is remembered after it was last heard of.</summary>
    /// <value>60 days by default; 2 days to 10 years.</value>
    public TimeSpan WriterRetention { get; set; } = TimeSpan.FromDays(60);

    /// <summary>How often each side of a stream shows that it lives; after three times as long without a word the stream ends.</summary>
    /// <value>25 s by default, below the patience of common proxies; 1 s to 10 min.</value>
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(25);

    /// <summary>How long a session that comes in calls, where no bidirectional stream gets through, lives without an open call.</summary>
    /// <value>30 s by default, enough for a client that has lost its network for a moment; 5 s to 5 min.</value>
    public TimeSpan SessionKeep { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Sessions of one user that come in calls; streams are not counted. A further one ends the oldest that has no open call; if all have one, it is
    /// refused with LIMIT_EXCEEDED.
    /// </summary>
    /// <value>100 by default; 1 to 10,000.</value>
    public int MaxSessionsPerUser { get; set; } = 100;

    /// <summary>
    /// When a connection is told to take no further calls, so that clients spread over the servers that there are by now. Its calls may go
    /// on for 30 s after that; clients come back on another connection, and nothing is lost.
    /// </summary>
    /// <value>null, never, by default; 1 min to 30 days. Needs <see cref="TopGunServices.UseTopGunLimits"/>, before the ports are listed.</value>
    public TimeSpan? MaxConnectionAge { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var result in Jwt.Validate(validationContext)) yield return result;
        foreach (var mistake in AccessRules.Mistakes(Permissions, Revoked, "TopGun:")) yield return new(mistake);
        if (AccessFile is { } file && Auth.AccessFile.WhyNot(file) is { } wrong) yield return new(wrong);
        foreach (var origin in WebOrigins)
            if (Grpc.Server.Web.WebOrigins.WhyNot(origin) is { } mistake) yield return new(mistake);
        if (Store is { } address && Storage.Postgres.PostgresStoreOptions.WhyNot(address) is { } none) yield return new($"TopGun:Store: {none}");
        foreach (var mistake in new Storage.Postgres.PostgresStoreOptions { Address = Store ?? "", Lease = StoreLease }.Validate(validationContext))
            yield return new($"TopGun:Store{mistake.ErrorMessage}");
        foreach (var mistake in Limits.Mistakes().Concat(Resolvers.Mistakes)) yield return new(mistake);
        if (string.IsNullOrWhiteSpace(DataFile)) yield return new("TopGun:DataFile is empty; the path of a file is needed, such as /var/lib/topgun/topgun.db.");
        if (MaxClockDrift < TimeSpan.FromMilliseconds(50) || MaxClockDrift > TimeSpan.FromMinutes(1))
            yield return new($"TopGun:MaxClockDrift is {MaxClockDrift}; 00:00:00.050 to 00:01:00 are valid.");
        if (WriterRetention < TimeSpan.FromDays(2) || WriterRetention > TimeSpan.FromDays(3_650))
            yield return new($"TopGun:WriterRetention is {WriterRetention}; 2 to 3650 days are valid.");
        if (TombstoneRetention < TimeSpan.FromSeconds(1) || TombstoneRetention > TimeSpan.FromDays(3_650))
            yield return new($"TopGun:TombstoneRetention is {TombstoneRetention}; 00:00:01 to 3650 days are valid.");
        if (IdleMapTimeout < TimeSpan.FromSeconds(1) || IdleMapTimeout > TimeSpan.FromDays(30))
            yield return new($"TopGun:IdleMapTimeout is {IdleMapTimeout}; 00:00:01 to 30 days are valid.");
        if (MaxConnectionAge < TimeSpan.FromMinutes(1) || MaxConnectionAge > TimeSpan.FromDays(30))
            yield return new($"TopGun:MaxConnectionAge is {MaxConnectionAge}; 00:01:00 to 30.00:00:00 are valid.");
        if (Heartbeat < TimeSpan.FromSeconds(1) || Heartbeat > TimeSpan.FromMinutes(10))
            yield return new($"TopGun:Heartbeat is {Heartbeat}; 00:00:01 to 00:10:00 are valid.");
        if (SessionKeep < TimeSpan.FromSeconds(5) || SessionKeep > TimeSpan.FromMinutes(5))
            yield return new($"TopGun:SessionKeep is {SessionKeep}; 00:00:05 to 00:05:00 are valid.");
        if (MaxSessionsPerUser is < 1 or > 10_000)
            yield return new($"TopGun:MaxSessionsPerUser is {MaxSessionsPerUser}; 1 to 10000 are valid.");
    }
}
