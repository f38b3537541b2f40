using System.IO.Pipelines;
using System.Net;
using TopGun.Grpc.Web;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>The body of a call with many requests: it stays open until it is told to end.</summary>
/// <param name="form">How the body is written.</param>
/// <param name="givenUp">Cancelled when this side gives the call up.</param>
internal sealed class RequestBody(WireForm form, CancellationToken givenUp) : HttpContent
{
    private static readonly StreamPipeWriterOptions WriterOptions = new(minimumBufferSize: 16 * 1024, leaveOpen: true);

    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private PipeWriter? _pipe;
    private bool _taken;

    /// <summary>How the body is written.</summary>
    public WireForm Form => form;

    /// <summary>Ends when the request has its connection. Never, if it gets none.</summary>
    public Task Opened => _opened.Task;

    /// <summary>The way into the body, once it is opened. From now on the request cannot move to another connection.</summary>
    public PipeWriter Take()
    {
        lock (_gate)
        {
            _taken = true;
            return _pipe ?? throw new InvalidOperationException("The request has no connection yet.");
        }
    }

    /// <summary>Ends the body.</summary>
    public void End() => _ended.TrySetResult();

    /// <inheritdoc/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc/>
    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // A connection may refuse a stream, for example because it has too many; the transport then comes again with another one.
        lock (_gate)
        {
            if (_taken) throw new IOException("The requests have begun on another connection; they cannot be sent again.");
            _pipe = PipeWriter.Create(stream, WriterOptions);
            if (form == WireForm.WebText) _pipe = new Base64Writer(_pipe);
        }

        try
        {
            // Without this the headers wait for the first message, and a server that speaks first is never heard.
            await stream.FlushAsync(cancellationToken);
            _opened.TrySetResult();
            await _ended.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (!givenUp.IsCancellationRequested)
        {
            // The stream was reset. Why, is told by the response, unless an exception from here hides it.
        }
    }

    /// <inheritdoc/>
    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
