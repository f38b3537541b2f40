using System.Runtime.CompilerServices;
using Grpc.Core;
using TopGun.Core.Numbering;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Client.Connection.Ladder;

/// <summary>One conversation in calls. Calls that fail are made again: the frames are numbered, so each arrives once and in order.</summary>
internal sealed class CallSyncStream : ISyncStream
{
    // The server keeps 256 frames or 4 MiB: confirmed well before, it never has to wait.
    private const int ConfirmFrames = 32;
    private const int ConfirmBytes = 256 << 10;

    // What goes into one call: enough to fill a line, and soon through a slow one.
    private const int MaxGathered = 128;
    private const int MaxGatheredBytes = 256 << 10;

    private readonly FrameCalls _calls;
    private readonly SentFrames<Wire.ClientFrame> _sent = new(MaxGathered, MaxGatheredBytes);
    private readonly ReceivedFrames _received = new();
    private readonly CancellationTokenSource _gone = new();
    private Task _confirming = Task.CompletedTask;
    private long _receivedThrough;
    private long _confirmedThrough;
    private int _unconfirmedBytes;

    /// <summary>Prepares a conversation.</summary>
    /// <param name="calls">Makes its calls.</param>
    public CallSyncStream(FrameCalls calls) => _calls = calls;

    /// <inheritdoc/>
    public async IAsyncEnumerable<ServerFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            var hasFrames = false;
            using (var call = _calls.Open(_received.Through, cancellationToken))
            {
                while (await _calls.NextAsync(call, cancellationToken) is { } response)
                {
                    // A repeat was taken before. An early one means that the server forgot some, which only another call can mend.
                    if (response.Frame is null || _received.Take((long)response.Number) is FrameOrder.Repeat) continue;
                    if (_received.Through != (long)response.Number) break;
                    hasFrames = true;
                    Count(response.Frame);
                    if (ServerFrameMapping.FromWire(response.Frame) is { } frame) yield return frame;
                }
            }

            await _calls.PauseAsync(hasFrames, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task WriteAsync(ClientFrame frame, bool more, CancellationToken cancellationToken)
    {
        if (frame is TokenRefresh refresh) _calls.UseToken(refresh.Token);
        var wire = ClientFrameMapping.ToWire(frame);
        _sent.Add(wire, wire.CalculateSize());
        if (more && !_sent.IsFull) return;
        while (_sent.Confirmed < _sent.Last)
        {
            var request = new Wire.SendFramesRequest
            {
                FirstNumber = (ulong)_sent.Confirmed + 1,
                Frames = { _sent.After(_sent.Confirmed).Select(kept => kept.Frame) },
                ReceivedThrough = (ulong)Volatile.Read(ref _receivedThrough),
            };
            var through = (long)(await _calls.SendAsync(request, cancellationToken)).ReceivedThrough;
            if (through > _sent.Last || through <= _sent.Confirmed)
                throw new StreamFailure(ConnectionReasonCode.ContractBroken, $"The server has taken frames up to {through:N0}; {_sent.Confirmed + 1:N0} to {_sent.Last:N0} were sent.");
            _sent.Confirm(through);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_gone.IsCancellationRequested) return;
        _gone.Cancel();
        _calls.Leave();
    }

    private void Count(Wire.ServerFrame frame)
    {
        Volatile.Write(ref _receivedThrough, _received.Through);
        // Each call that waits confirms by itself.
        if (_calls.IsHeld) return;
        _unconfirmedBytes += frame.CalculateSize();
        if (_confirming.IsCompleted && (_unconfirmedBytes >= ConfirmBytes || _received.Through - _confirmedThrough >= ConfirmFrames))
            _confirming = ConfirmAsync(_gone.Token);
    }

    private async Task ConfirmAsync(CancellationToken gone)
    {
        try
        {
            do
            {
                var through = Volatile.Read(ref _receivedThrough);
                _unconfirmedBytes = 0;
                await _calls.SendAsync(new Wire.SendFramesRequest { ReceivedThrough = (ulong)through }, gone);
                _confirmedThrough = through;
            }
            while (_unconfirmedBytes >= ConfirmBytes || Volatile.Read(ref _receivedThrough) - _confirmedThrough >= ConfirmFrames);
        }
        catch (Exception ended) when (ended is StreamFailure or OperationCanceledException)
        {
            // Reading tells why.
        }
    }
}
