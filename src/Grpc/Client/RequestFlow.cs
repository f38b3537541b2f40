using System.Buffers;
using System.IO.Pipelines;
using Grpc.Core;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Takes requests into the body of a call, one flush at a time: what is written while one is under way leaves with the next.</summary>
/// <remarks>
/// One writer at a time; the flush runs beside it. Few bytes are taken at once, so that a writer of small messages does not pay
/// for each with a turn of the network; from <see cref="MostUnsentBytes"/> on it waits until all has left, so a slow reader still slows it down.
/// </remarks>
internal sealed class RequestFlow : IBufferWriter<byte>
{
    /// <summary>From so many bytes that have not left, a write waits.</summary>
    public const int MostUnsentBytes = 32 * 1024;

    private readonly Lock _gate = new();
    private readonly FrameBuffer _gathered = new(leastCapacity: 4096);
    private readonly PipeWriter _pipe;
    private readonly FrameWriter _frames;
    private readonly bool _gathers;
    private readonly CancellationToken _givenUp;
    private Task _flushing = Task.CompletedTask;
    private bool _isFlushing;
    private bool _isWanted;
    private long _unsent;
    private Exception? _fault;

    /// <summary>Begins with an empty body.</summary>
    /// <param name="pipe">The body.</param>
    /// <param name="open">Makes a writer of messages.</param>
    /// <param name="gathers">Whether messages may share a flush.</param>
    /// <param name="givenUp">Cancelled when this side gives the call up.</param>
    public RequestFlow(PipeWriter pipe, Func<IBufferWriter<byte>, FrameWriter> open, bool gathers, CancellationToken givenUp)
    {
        (_pipe, _gathers, _givenUp) = (pipe, gathers, givenUp);
        _frames = open(this);
    }

    /// <summary>Whether a message was left half written.</summary>
    public bool IsBroken => _frames.IsBroken;

    // While a flush is under way, or after one that failed, the pipe must not be touched.
    private IBufferWriter<byte> Place => _isFlushing ? _gathered : _pipe;

    /// <summary>Takes a message.</summary>
    /// <returns>Completes when the next one can be taken; fails when a flush failed, with this message or one before.</returns>
    /// <exception cref="Exception">The message could not be serialized.</exception>
    public Task Write<T>(T message, Marshaller<T> marshaller, WriteFlags flags)
    {
        lock (_gate)
        {
            if (_fault is not null) return Task.FromException(_fault);
            var before = _frames.BytesWritten;
            _frames.Write(message, marshaller, flags);
            _unsent += _frames.BytesWritten - before;
            if (flags.HasFlag(WriteFlags.BufferHint) && _unsent < MostUnsentBytes) return Task.CompletedTask;
            Flush_NeedsLock();
            return !_isFlushing || (_gathers && _unsent < MostUnsentBytes && _fault is null) ? Task.CompletedTask : WhenSentAsync(_flushing);
        }
    }

    /// <summary>Completes when all that was taken has left; fails when it can't.</summary>
    public Task DrainAsync()
    {
        lock (_gate)
        {
            if (_unsent > 0 && _fault is null) Flush_NeedsLock();
            return WhenSentAsync(_flushing);
        }
    }

    /// <inheritdoc/>
    void IBufferWriter<byte>.Advance(int count) => Place.Advance(count);

    /// <inheritdoc/>
    Memory<byte> IBufferWriter<byte>.GetMemory(int sizeHint) => Place.GetMemory(sizeHint);

    /// <inheritdoc/>
    Span<byte> IBufferWriter<byte>.GetSpan(int sizeHint) => Place.GetSpan(sizeHint);

    private void Flush_NeedsLock()
    {
        if (_isFlushing)
        {
            _isWanted = true;
            return;
        }

        _isFlushing = true;
        _flushing = FlushAsync(_unsent);
    }

    private async Task WhenSentAsync(Task flushing)
    {
        await flushing.ConfigureAwait(false);
        if (_fault is not null) throw _fault;
    }

    // It ends, under the lock, only when nobody wants another flush: so no message that should leave stays behind.
    private async Task FlushAsync(long leaving)
    {
        while (true)
        {
            try
            {
                await _pipe.FlushAsync(_givenUp).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // For those who wait, and for the next write; there may be neither.
                lock (_gate) _fault = e;
                return;
            }

            lock (_gate)
            {
                _unsent -= leaving;
                if (_gathered.Length > 0)
                {
                    _pipe.Write(_gathered.Written.Span);
                    _gathered.Dispose();
                }

                if (!_isWanted)
                {
                    _isFlushing = false;
                    return;
                }

                (_isWanted, leaving) = (false, _unsent);
            }
        }
    }
}
