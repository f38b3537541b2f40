using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using TopGun.Core.Sync;

namespace TopGun.Server.Auth;

/// <summary>The identity provider, and what it said of itself last: its issuer and its keys. Safe for many threads at once.</summary>
internal sealed class IdentityProvider(string authority, IConfigurationManager<OpenIdConnectConfiguration> source, TimeProvider clock, ILogger logger)
{
    // Anybody can name a key that does not exist, so only now and then that is a reason to ask.
    private static readonly TimeSpan LeastBetweenQuestions = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private Task<OpenIdConnectConfiguration?> _asking = Task.FromResult<OpenIdConnectConfiguration?>(null);
    private long? _askedAt;

    /// <summary>What it says; asked for at the first use and renewed in the background.</summary>
    /// <exception cref="SyncException">UNAVAILABLE: it was never reached.</exception>
    public async ValueTask<OpenIdConnectConfiguration> GetAsync()
    {
        try
        {
            return await source.GetConfigurationAsync(CancellationToken.None);
        }
        catch (InvalidOperationException failure)
        {
            AuthLog.AuthorityAway(logger, authority, failure);
            throw new SyncException(new SyncError(ErrorCode.Unavailable, "The identity provider can't be reached, so the token can't be checked now.", 5_000));
        }
    }

    /// <summary>Asks again, because a token names a key that was not among those of before.</summary>
    /// <returns>What it says now; null where that is the same, or was asked a moment ago.</returns>
    public Task<OpenIdConnectConfiguration?> AskAgainAsync(OpenIdConnectConfiguration before)
    {
        lock (_gate)
        {
            if (!_asking.IsCompleted) return _asking;
            if (_askedAt is { } at && clock.GetElapsedTime(at) < LeastBetweenQuestions) return Task.FromResult<OpenIdConnectConfiguration?>(null);
            _askedAt = clock.GetTimestamp();
            return _asking = AskAsync(before);
        }
    }

    // The library asks in the background and swaps what it has when the answer is there.
    private async Task<OpenIdConnectConfiguration?> AskAsync(OpenIdConnectConfiguration before)
    {
        source.RequestRefresh();
        for (var waited = TimeSpan.Zero; waited < Patience; waited += Look)
        {
            if (await GetAsync() is var now && !ReferenceEquals(now, before)) return now;
            await Task.Delay(Look, TimeProvider.System);
        }

        return null;
    }
}
