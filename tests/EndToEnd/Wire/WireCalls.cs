using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Grpc.Wire;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Wire;

/// <summary>The conversation in calls of OpenSession and SendFrames, as clumsy as a network makes them: repeated, swapped, overlapping, given up half way.</summary>
internal sealed class WireCalls : IWireStream
{
    // With repeats and calls that were given up, this stays below the 8 that a server lets wait.
    private const int MostCalls = 2;

    private readonly Lock _gate = new();
    private readonly GrpcChannel _channel;
    private readonly SyncService.SyncServiceClient _client;
    private readonly CallOptions _options;
    private readonly Random _reading;
    private readonly Random _sending;
    private readonly SemaphoreSlim _room = new(MostCalls);
    private readonly List<ClientFrame> _sent = [];
    private readonly Dictionary<ulong, ServerFrame> _taken = [];
    private AsyncServerStreamingCall<OpenSessionResponse>? _call;
    private string _session = "";
    private ulong _received;
    private ulong _confirmed;
    private bool _isOpening;
    private bool _isLast;
    private bool _isHeld;
    private volatile RpcException? _fault;

    private WireCalls(GrpcChannel channel, string token, int seed)
    {
        (_channel, _reading, _sending) = (channel, new Random(seed), new Random(seed + 1));
        _client = new SyncService.SyncServiceClient(channel);
        _options = new CallOptions(new Metadata { { "authorization", $"Bearer {token}" } });
    }

    /// <summary>How many frames of the server came again, and were the very same.</summary>
    public int Repeats { get; private set; }

    /// <summary>How many calls fetched frames.</summary>
    public int Calls { get; private set; }

    /// <summary>How often frames were sent that had been sent before.</summary>
    public int Resent { get; private set; }

    /// <summary>How many calls were made before those with earlier frames.</summary>
    public int Swapped { get; private set; }

    /// <summary>Opens a session and says Hello.</summary>
    /// <param name="address">The server's address; for HTTP/1.1 where calls go by gRPC-Web.</param>
    /// <param name="token">The bearer token.</param>
    /// <param name="nodeId">The node id.</param>
    /// <param name="seed">Of all that is clumsy.</param>
    /// <param name="form">How calls travel.</param>
    /// <exception cref="RpcException">The server refused the session, or a call broke.</exception>
    public static async Task<WireCalls> OpenAsync(string address, string token, string nodeId, int seed, WireForm form)
    {
        var version = new Version(form == WireForm.Grpc ? 2 : 1, form == WireForm.Grpc ? 0 : 1);
        var calls = new WireCalls(GrpcChannel.ForAddress(address, new GrpcChannelOptions { Form = form, HttpVersion = version }), token, seed);
        try
        {
            await calls.OpenAsync();
            await calls.DeliverAsync(1, [new ClientFrame { Hello = new Hello { MinVersion = 1, MaxVersion = 1, NodeId = nodeId, Client = "end-to-end" } }], null);
            var first = await calls.ReadAsync();
            if (first?.Welcome is not null) return calls;
            throw new RpcException(new Status(StatusCode.FailedPrecondition, first?.Error?.Code.ToString() ?? "The session ended."));
        }
        catch
        {
            calls.Dispose();
            throw;
        }
    }

    public async Task SendAsync(ClientFrame frame)
    {
        await _room.WaitAsync();
        if (_fault is { } fault) throw fault;
        _sent.Add(frame);

        // Hello was the first. Some of the frames before come along once more, which must change nothing.
        var again = Math.Min(_sending.Next(4), _sent.Count - 1);
        Resent += again;
        var (first, frames) = ((ulong)(_sent.Count + 1 - again), _sent[^(again + 1)..]);
        switch (_sending.Next(10))
        {
            case 0:
                // Behind the next one, if that comes soon.
                Swapped++;
                _ = LateAsync(first, frames, TimeSpan.FromMilliseconds(_sending.Next(1, 20)));
                return;
            case 1:
                Resent += frames.Count;
                await FreeAsync(Task.WhenAll(DeliverAsync(first, frames, null), DeliverAsync(first, frames, null)));
                return;
            case 2:
                await FreeAsync(DeliverAsync(first, frames, TimeSpan.FromMilliseconds(_sending.Next(1, 10))));
                return;
            default:
                await FreeAsync(DeliverAsync(first, frames, null));
                return;
        }
    }

    public async Task<ServerFrame?> ReadAsync()
    {
        while (true)
        {
            try
            {
                if (_call is null) await OpenAsync();
            }
            catch (RpcException over) when (over.StatusCode == StatusCode.NotFound && Volatile.Read(ref _isLast) && _confirmed == _received)
            {
                // The end came to a call that was held, or to none.
                return null;
            }

            if (!await _call!.ResponseStream.MoveNext(CancellationToken.None))
            {
                // One that does not wait for long ends for other reasons too.
                var isOver = !_isHeld && Volatile.Read(ref _isLast);
                Drop();
                if (isOver) return null;
                continue;
            }

            if (_call.ResponseStream.Current is not { Frame: { } frame } response) continue;
            if (!Take(response.Number, frame)) continue;

            // As if the connection had broken, with whatever was on its way.
            if (_reading.Next(8) == 0) Drop();
            return frame;
        }
    }

    public async Task CompleteAsync()
    {
        for (var i = 0; i < MostCalls; i++) await _room.WaitAsync();
        await _client.SendFramesAsync(new SendFramesRequest { SessionToken = _session, IsLast = true }, _options);
        Volatile.Write(ref _isLast, true);
    }

    public void Dispose()
    {
        _call?.Dispose();
        _channel.Dispose();
    }

    // Whether it is new.
    private bool Take(ulong number, ServerFrame frame)
    {
        lock (_gate)
        {
            if (number <= _received)
            {
                Assert.Equal(_taken[number], frame);
                Repeats++;
                return false;
            }

            Assert.Equal(_received + 1, number);
            _taken[number] = frame;
            _received = number;
            return true;
        }
    }

    // Goes on at any place that was not confirmed yet, by a call that stays or by one that ends.
    private async Task OpenAsync()
    {
        var request = new OpenSessionRequest { SessionToken = _session };
        lock (_gate)
        {
            request.ReceivedThrough = _confirmed + (ulong)_reading.NextInt64((long)(_received - _confirmed) + 1);
            _isOpening = true;
        }

        _isHeld = _session.Length > 0 && !Volatile.Read(ref _isLast) && _reading.Next(2) == 0;
        if (_isHeld) request.HoldMs = (uint)_reading.Next(1_000);
        Calls++;
        _call = _client.OpenSession(request, _options);
        Assert.True(await _call.ResponseStream.MoveNext(CancellationToken.None));
        var named = _call.ResponseStream.Current;
        Assert.Null(named.Frame);
        if (_session.Length > 0) Assert.Equal(_session, named.SessionToken);
        _session = named.SessionToken;
        lock (_gate)
        {
            _confirmed = request.ReceivedThrough;
            _isOpening = false;
        }
    }

    private void Drop()
    {
        _call?.Dispose();
        _call = null;
    }

    private async Task FreeAsync(Task sending)
    {
        try
        {
            await sending;
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task LateAsync(ulong first, List<ClientFrame> frames, TimeSpan later)
    {
        try
        {
            await Task.Delay(later);
            await FreeAsync(DeliverAsync(first, frames, null));
        }
        catch (RpcException error)
        {
            _fault = error;
        }
    }

    private async Task DeliverAsync(ulong first, List<ClientFrame> frames, TimeSpan? patience)
    {
        var request = new SendFramesRequest { SessionToken = _session, FirstNumber = first, Frames = { frames } };
        lock (_gate)
        {
            // Not past what a call that opens just now asks for again.
            if (!_isOpening) _confirmed = _received;
            request.ReceivedThrough = _confirmed;
        }

        while (true)
        {
            try
            {
                var answer = await _client.SendFramesAsync(request, patience is { } time ? _options.WithDeadline((TimeProvider.System.GetUtcNow() + time).UtcDateTime) : _options);
                Assert.True(answer.ReceivedThrough >= first + (ulong)frames.Count - 1);
                return;
            }
            catch (RpcException error) when (patience is not null && error.StatusCode == StatusCode.DeadlineExceeded)
            {
                // It may have arrived all the same: the next attempt must do no harm then.
                Resent += frames.Count;
                patience = null;
            }
        }
    }
}
