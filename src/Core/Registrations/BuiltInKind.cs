namespace TopGun.Core.Registrations;

/// <summary>The names of the resolvers that come with the server; what each does to which write, says <c>docs/RESOLVERS.md</c>.</summary>
public static class BuiltInKind
{
    /// <summary>Who comes first, keeps it.</summary>
    public const string FirstWriteWins = "FIRST_WRITE_WINS";

    /// <summary>What was written stays as it is, and stays.</summary>
    public const string Immutable = "IMMUTABLE";

    /// <summary>No negative numbers.</summary>
    public const string NonNegative = "NON_NEGATIVE";

    /// <summary>The lowest number is kept.</summary>
    public const string NumericMin = "NUMERIC_MIN";

    /// <summary>The highest number is kept.</summary>
    public const string NumericMax = "NUMERIC_MAX";

    /// <summary>Lists grow together.</summary>
    public const string ArrayUnion = "ARRAY_UNION";

    /// <summary>Objects within objects merge field by field.</summary>
    public const string DeepMerge = "DEEP_MERGE";

    /// <summary>Only who made a record may change it. A server that does not have it yet refuses the registration.</summary>
    public const string OwnerOnly = "OWNER_ONLY";

    /// <summary>Only users with the role <c>server</c> write.</summary>
    public const string ServerOnly = "SERVER_ONLY";

    /// <summary>Each write counts the version up by one.</summary>
    public const string VersionIncrement = "VERSION_INCREMENT";

    /// <summary>Last-write-wins by field.</summary>
    public const string Lww = "LWW";
}
