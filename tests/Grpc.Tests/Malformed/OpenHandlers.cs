using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Malformed;

/// <summary>Counts the handlers of streams that have not come to their end; which they do, since every call does.</summary>
internal sealed class OpenHandlers
{
    private int _open;

    public OpenHandlers(ProbeScript script)
    {
        var (collect, talk) = (script.Collect, script.Talk);
        script.Collect = (requests, context) => CountedAsync(() => collect(requests, context));
        script.Tell = (_, responses, _) => responses.WriteAsync(new Note());
        script.Talk = (requests, responses, context) => CountedAsync(async () =>
        {
            await talk(requests, responses, context);
            return 0;
        });
    }

    /// <summary>Waits until all have ended, while the server goes on answering.</summary>
    public async Task WhenAllHaveEndedAsync(ProbeService.ProbeServiceClient client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (Volatile.Read(ref _open) > 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await client.AskAsync(new Note());
        }
    }

    private async Task<T> CountedAsync<T>(Func<Task<T>> handler)
    {
        Interlocked.Increment(ref _open);
        try
        {
            return await handler();
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
