namespace TopGun.EndToEnd.Resolvers;

/// <summary>One server for all tests of a class; each has maps of its own.</summary>
public sealed class SharedTown : IAsyncLifetime
{
    internal Town Town { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Town = await Town.StartAsync();

    public ValueTask DisposeAsync() => Town.DisposeAsync();
}
