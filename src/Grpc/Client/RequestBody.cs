using System.IO.Pipelines;
using System.Net;

namespace Grpc.Net.Client;

/// <summary>The body of a call with many requests: it stays open until it is told to end.</summary>
internal sealed class RequestBody : HttpContent
{
    private readonly TaskCompletionSource<PipeWriter> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The way into the body, when the request has its connection. Never, if it gets none.</summary>
    public Task<PipeWriter> Opened => _opened.Task;

    /// <summary>Ends the body.</summary>
    public void End() => _ended.TrySetResult();

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_opened.Task.IsCompleted) throw new IOException("The requests have begun on another connection; they cannot be sent again.");

        // Without this the headers wait for the first message, and a server that speaks first is never heard.
        await stream.FlushAsync(cancellationToken);
        _opened.TrySetResult(PipeWriter.Create(stream, new StreamPipeWriterOptions(minimumBufferSize: 16 * 1024, leaveOpen: true)));
        await _ended.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
