using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;

namespace TopGun.Server.Auth;

/// <summary>The algorithms that a server can be told to accept. There is no "none" among them, so nobody can allow it.</summary>
internal static class JwtAlgorithms
{
    /// <summary>Those of a shared secret.</summary>
    public static FrozenSet<string> Symmetric { get; } = FrozenSet.Create(StringComparer.Ordinal, SecurityAlgorithms.HmacSha256);

    /// <summary>Those of a key pair, of which the server has the public half.</summary>
    public static FrozenSet<string> Asymmetric { get; } = FrozenSet.Create(
        StringComparer.Ordinal,
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512);

    /// <summary>Whether it is known, by its name as RFC 7518 writes it.</summary>
    public static bool IsKnown(string name) => Symmetric.Contains(name) || Asymmetric.Contains(name);
}
