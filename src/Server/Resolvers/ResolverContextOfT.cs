using TopGun.Core.Resolvers;
using TopGun.Core.Values;

namespace TopGun.Server.Resolvers;

/// <summary>What a resolver judges, in the application's own type. Values are read when they are asked for.</summary>
/// <typeparam name="T">The application's type of the map's values.</typeparam>
public sealed class ResolverContext<T>
    where T : class
{
    private readonly Func<Value, T> _read;

    internal ResolverContext(ResolverContext context, Func<Value, T> read)
    {
        Untyped = context;
        _read = read;
    }

    /// <summary>Everything else: map, key, timestamps, user; and the values as they are, to accept or merge.</summary>
    public ResolverContext Untyped { get; }

    /// <summary>See <see cref="ResolverContext.LocalValue"/>.</summary>
    public T? LocalValue => Read(Untyped.LocalValue);

    /// <summary>See <see cref="ResolverContext.RemoteValue"/>.</summary>
    public T? RemoteValue => Read(Untyped.RemoteValue);

    /// <summary>See <see cref="ResolverContext.MergedValue"/>.</summary>
    public T? MergedValue => Read(Untyped.MergedValue);

    /// <summary>See <see cref="ResolverContext.ReadEntry"/>.</summary>
    public T? ReadEntry(string key) => Read(Untyped.ReadEntry(key));

    private T? Read(Value? value) => value is null ? null : _read(value);
}
