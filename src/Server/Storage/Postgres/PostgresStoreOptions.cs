using System.ComponentModel.DataAnnotations;

namespace TopGun.Server.Storage.Postgres;

/// <summary>The settings of the store on PostgreSQL.</summary>
public sealed class PostgresStoreOptions : IValidatableObject
{
    private static readonly TimeSpan MinLease = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxLease = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxPatience = TimeSpan.FromMinutes(10);

    /// <summary>Where the database is: <c>postgresql://user:password@host:port/database?sslmode=require</c>, or the driver's own form <c>Host=...;Database=...</c>.</summary>
    /// <value>Required. The database must exist; the tables are made in it, in a schema called <c>topgun</c>.</value>
    [Required]
    public string Address { get; set; } = "";

    /// <summary>The address without its password, for people.</summary>
    /// <exception cref="StoreOpenException">It is no address.</exception>
    public string ShownAddress => PostgresAddress.Parse(Address).ToString();

    /// <summary>For how long a server may be silent before another one may take the database over.</summary>
    /// <value>
    /// 4 s by default; 1 s to 1 min. It is renewed four times as often. After a crash a new server waits so long at most. Nothing rests on it but that: a
    /// server that was taken for dead can commit nothing.
    /// </value>
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>For how long the start waits for a database that does not answer yet.</summary>
    /// <value>30 s by default; 0 to 10 min.</value>
    public TimeSpan StartPatience { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with an address, in one line; null when nothing is.</summary>
    internal static string? WhyNot(string address)
    {
        try
        {
            PostgresAddress.Parse(address);
            return null;
        }
        catch (StoreOpenException mistake)
        {
            return mistake.Message;
        }
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Lease < MinLease || Lease > MaxLease) yield return new($"Lease is {Lease}; {MinLease} to {MaxLease} is possible.");
        if (StartPatience < TimeSpan.Zero || StartPatience > MaxPatience) yield return new($"StartPatience is {StartPatience}; 00:00:00 to {MaxPatience} is possible.");
    }
}
