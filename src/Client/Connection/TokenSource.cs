namespace TopGun.Client.Connection;

/// <summary>Where bearer tokens come from. Safe for many threads at once.</summary>
internal sealed class TokenSource(string? token, Func<CancellationToken, ValueTask<string>>? provider)
{
    private volatile string? _token = token;
    private volatile Func<CancellationToken, ValueTask<string>>? _provider = provider;

    /// <summary>Whether another token may come when it is asked again.</summary>
    public bool CanRenew => _provider is not null;

    /// <summary>From now on this is the token.</summary>
    public void Use(string token)
    {
        _provider = null;
        _token = token;
    }

    /// <summary>A token for a new connection; null for none.</summary>
    /// <exception cref="StreamFailure">The application's provider failed.</exception>
    public async ValueTask<string?> GetAsync(CancellationToken cancellationToken)
    {
        if (_provider is not { } provider) return _token;
        try
        {
            // Waited for no longer than the client lives, also where the application forgets to look at its token.
            return await provider(cancellationToken).AsTask().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            // The application's code may throw anything; it is the reason why there is no connection.
            throw new StreamFailure(ConnectionReasonCode.NoToken, $"The token provider failed: {error.Message}", inner: error);
        }
    }
}
