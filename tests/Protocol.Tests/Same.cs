using System.Collections;
using System.Reflection;
using TopGun.Core.Digests;
using TopGun.Core.Values;

namespace TopGun.Protocol.Tests;

/// <summary>Whether two things of Core say the same in all their parts. Records with lists in them compare those by reference.</summary>
internal static class Same
{
    public static bool As(object? left, object? right) => (left, right) switch
    {
        (null, null) => true,
        (null, _) or (_, null) => false,
        (Value or string or Record or Digest or DigestPrefix, _) => left.Equals(right),
        (ReadOnlyMemory<byte> l, ReadOnlyMemory<byte> r) => l.Span.SequenceEqual(r.Span),
        (IReadOnlyDictionary<string, Value> l, IReadOnlyDictionary<string, Value> r) => new ObjectValue(l).Equals(new ObjectValue(r)),
        (IReadOnlyDictionary<string, string> l, IReadOnlyDictionary<string, string> r)
            => l.OrderBy(pair => pair.Key, StringComparer.Ordinal).SequenceEqual(r.OrderBy(pair => pair.Key, StringComparer.Ordinal)),
        (IList l, IList r) => l.Count == r.Count && l.Cast<object?>().Zip(r.Cast<object?>()).All(pair => As(pair.First, pair.Second)),
        _ when left.GetType() != right.GetType() => false,
        _ when left.GetType().IsPrimitive || left.GetType().IsEnum => left.Equals(right),
        _ => left.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .All(property => As(property.GetValue(left), property.GetValue(right))),
    };
}
