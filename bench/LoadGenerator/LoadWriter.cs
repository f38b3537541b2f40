using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Protocol.V1;

namespace TopGun.LoadGenerator;

/// <summary>One stream with one writer. It keeps so many batches in flight, and counts what comes back.</summary>
internal sealed class LoadWriter(GrpcChannel channel, LoadShape shape, int index, Tally tally)
{
    private readonly Writer _writer = new() { NodeId = $"load{index}", Suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)) };
    private readonly ConcurrentQueue<(ulong Last, long SentAt, OpBatch Batch)> _sent = new();
    private readonly SemaphoreSlim _window = new(shape.InFlight);
    private readonly byte[] _payload = new byte[48];
    private ulong _number;
    private ulong _settled;
    private volatile bool _isStopping;
    private long _millis = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    /// <summary>The last number that has its result.</summary>
    public ulong Settled => Volatile.Read(ref _settled);

    /// <summary>The highest version of a result.</summary>
    public ulong Version { get; private set; }

    /// <summary>Sends no more; the run ends when all results have come.</summary>
    public void Stop() => _isStopping = true;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var client = new SyncService.SyncServiceClient(channel);
        var metadata = new Metadata { { "authorization", $"Bearer {shape.Token}" } };
        using var call = client.Sync(metadata, cancellationToken: cancellationToken);
        await call.RequestStream.WriteAsync(new SyncRequest
        {
            Frame = new ClientFrame { Hello = new Hello { MinVersion = 1, MaxVersion = 1, NodeId = _writer.NodeId, Client = "load-generator" } },
        });
        if (!await call.ResponseStream.MoveNext(cancellationToken) || call.ResponseStream.Current.Frame.Welcome is null)
            throw new InvalidOperationException($"No welcome: {call.ResponseStream.Current.Frame}");

        var quota = shape.Records == 0 ? long.MaxValue : shape.Records / shape.Connections;
        var reading = ReadAsync(call.ResponseStream, call.RequestStream, quota, cancellationToken);
        while (!cancellationToken.IsCancellationRequested && !_isStopping && (long)_number < quota)
        {
            await _window.WaitAsync(cancellationToken);
            var batch = Batch((int)Math.Min(shape.BatchOps, quota - (long)_number));
            _sent.Enqueue((_number, Stopwatch.GetTimestamp(), batch));
            await call.RequestStream.WriteAsync(new SyncRequest { Frame = new ClientFrame { OpBatch = batch } });
        }

        await call.RequestStream.CompleteAsync();
        await reading;
    }

    private async Task ReadAsync(IAsyncStreamReader<SyncResponse> responses, IClientStreamWriter<SyncRequest> requests, long quota, CancellationToken cancellationToken)
    {
        while (await responses.MoveNext(cancellationToken))
        {
            var frame = responses.Current.Frame;
            if (shape.MayBeRefused && frame.BatchStopped is { } stopped)
            {
                // The writing loop waits for this batch, so the stream is ours.
                await Task.Delay((int)stopped.Error.RetryAfterMs, cancellationToken);
                if (_sent.TryPeek(out var again)) await requests.WriteAsync(new SyncRequest { Frame = new ClientFrame { OpBatch = From(again.Batch, stopped.NextNumber) } });
                continue;
            }

            if (frame.OpResults is not { } results) throw new InvalidOperationException($"Unexpected: {frame}");
            var last = results.Results[^1];
            if (!shape.MayBeRefused && results.Results.Any(result => result.Code != OpResultCode.Applied && result.Code != OpResultCode.Superseded))
                throw new InvalidOperationException($"Refused: {results.Results.First(result => result.Code != OpResultCode.Applied)}");

            Version = last.Version;
            Volatile.Write(ref _settled, last.Number);
            while (_sent.TryPeek(out var batch) && batch.Last <= last.Number)
            {
                _sent.TryDequeue(out _);
                tally.Batch(shape.BatchOps, batch.SentAt);
                _window.Release();
            }

            if ((long)last.Number >= quota) return;
        }
    }

    private static OpBatch From(OpBatch batch, ulong number)
    {
        var rest = batch.Clone();
        while (rest.Ops.Count > 0 && rest.Ops[0].Number < number) rest.Ops.RemoveAt(0);
        return rest;
    }

    private OpBatch Batch(int ops)
    {
        // Between two results of the wall clock the counter would run over; the millis go their own way, one on for each batch.
        _millis = Math.Max(_millis + 1, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 400);
        var batch = new OpBatch { Map = shape.Map, Writer = _writer, SettledThrough = _settled, FirstSentMs = (ulong)_millis };
        for (var i = 0; i < ops; i++)
        {
            _number++;
            RandomNumberGenerator.Fill(_payload.AsSpan(0, 8));
            batch.Ops.Add(new Op
            {
                Number = _number,
                OpId = BitConverter.ToUInt64(_payload),
                Millis = (ulong)_millis,
                Counter = (uint)i,
                Write = new Write { Key = Key(), Base = shape.Keys == 0 ? WriteBase.Absent : WriteBase.Unknown, Replace = Value() },
            });
        }

        return batch;
    }

    private string Key() => shape.Keys == 0 ? $"{_writer.Suffix}-{_number:x8}" : $"key-{RandomNumberGenerator.GetInt32(shape.Keys):x8}";

    // About 100 bytes as a record: a text, a number, a flag.
    private ObjectValue Value() => new()
    {
        Fields =
        {
            ["title"] = new Value { StringValue = Convert.ToHexStringLower(_payload.AsSpan(0, 16)) },
            ["count"] = new Value { Int64Value = Stopwatch.GetTimestamp() },
            ["done"] = new Value { BoolValue = (_number & 1) == 0 },
        },
    };
}
