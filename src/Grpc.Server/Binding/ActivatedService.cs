namespace TopGun.Grpc.Server.Binding;

/// <summary>An instance of a service, and whether the call that it was made for must dispose it.</summary>
internal readonly record struct ActivatedService<TService>(TService Instance, bool OwnedByCall) : IAsyncDisposable
    where TService : class
{
    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        if (!OwnedByCall) return ValueTask.CompletedTask;
        if (Instance is IAsyncDisposable asyncDisposable) return asyncDisposable.DisposeAsync();
        (Instance as IDisposable)?.Dispose();
        return ValueTask.CompletedTask;
    }
}
