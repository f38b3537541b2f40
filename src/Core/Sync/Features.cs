namespace TopGun.Core.Sync;

/// <summary>The names of what the contract has beyond its first form. Neither side sends what the other has not named.</summary>
public static class Features
{
    /// <summary>Atomic groups: ops of several writes.</summary>
    public const string Groups = "groups";
}
