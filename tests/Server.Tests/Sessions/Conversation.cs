using TopGun.Core.Sync;

namespace TopGun.Server.Tests.Sessions;

/// <summary>A stream and the session that serves it.</summary>
internal sealed class Conversation(FrameStream stream, Task running, CancellationTokenSource aborted) : IDisposable
{
    public FrameStream Stream => stream;

    /// <summary>Completes when the session has ended.</summary>
    public Task Running => running.WaitAsync(TimeSpan.FromMinutes(2));

    public void Abort() => aborted.Cancel();

    public void Subscribe(int id, string map, params WriterPosition[] writers) => stream.Send(new Subscribe(id, map, null, writers));

    /// <summary>Subscribes to a map, and reads up to its first CaughtUp.</summary>
    public async Task<CaughtUp> SubscribeAndCatchUp(int id, string map)
    {
        Subscribe(id, map);
        while (true)
            if (await stream.Next() is CaughtUp caughtUp) return caughtUp;
    }

    /// <summary>Sends a batch, and waits for the results of all its ops.</summary>
    public async Task<IReadOnlyList<OpResult>> Settle(OpBatch batch)
    {
        List<OpResult> results = [];
        stream.Send(batch);
        while (results.Count < batch.Ops.Count)
            if (await stream.Next() is OpResults more) results.AddRange(more.Results);
        return results;
    }

    /// <summary>Reads the last frame: the stream ends with this error, which is thrown to the transport too.</summary>
    public async Task<SyncError> EndsWith(ErrorCode code)
    {
        var thrown = await Assert.ThrowsAsync<SyncException>(() => Running);
        Assert.Equal(code, thrown.Error.Code);
        StreamEnded? last = null;
        while (last is null) last = await stream.Next() as StreamEnded;
        Assert.Equal(thrown.Error, last.Error);
        return last.Error;
    }

    public void Dispose() => aborted.Dispose();
}
