using Grpc.Core;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Crash;

/// <summary>A client in the storm: it writes as fast as its window allows, follows the map, and asks again for what it was told before.</summary>
/// <param name="index">Which of the clients it is.</param>
/// <param name="map">The map.</param>
/// <param name="alarm">Rung whenever something has happened.</param>
/// <param name="open">Opens its conversation with a server, under a node id.</param>
internal sealed class StormClient(int index, string map, Alarm alarm, Func<ServerProcess, string, Task<IWireStream>> open)
{
    private const int Window = 120;
    private const int BatchOps = 10;
    private const int HotKeys = 20;

    // So many of the newest results are left unconfirmed when a stream breaks, to be asked for again on the next.
    private const int KeptBack = 200;

    private readonly string _nodeId = $"storm-{index}";
    private readonly Random _random = new(index);
    private readonly Alarm _window = new();
    private int _sent;
    private int _toVerify;
    private int _heard;
    private volatile StormPhase _phase;

    /// <summary>Opens bidirectional streams.</summary>
    public static async Task<IWireStream> OnStreams(ServerProcess server, string nodeId) => await WireStream.OpenAsync(server.Address, server.Token, nodeId);

    public WriterLog Log { get; } = new(map, $"storm-{index}");

    public Copy Copy { get; } = new(map);

    /// <summary>The highest number that was handed to a stream.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>Whether this stream has brought every result again that was kept back, and the map up to its head.</summary>
    public bool IsVerified => Volatile.Read(ref _heard) >= _toVerify && Copy.IsCaughtUp;

    /// <summary>Whether it holds all results, and the map in which they all stand.</summary>
    public bool IsDone(ulong head) => Log.Answered == Log.Count && Copy.Cursor?.Version >= head;

    /// <summary>New ops from now on.</summary>
    public void Write() => Move(StormPhase.Writing);

    /// <summary>No new ops from now on.</summary>
    public void Finish() => Move(StormPhase.Finishing);

    /// <summary>Converses until the stream breaks or is ended: asks for old results, and writes once it is told to.</summary>
    public async Task RunAsync(ServerProcess server)
    {
        // Before anything is awaited: what was true of the last stream is not yet true of this one.
        _phase = StormPhase.Asking;
        _toVerify = int.MaxValue;
        using var stream = await open(server, _nodeId);
        Log.Confirmed = Math.Max(Log.Confirmed, Log.Answered - KeptBack);
        (_toVerify, _heard) = (Log.Answered, Log.Confirmed);
        try
        {
            await stream.SendAsync(Copy.Subscribe(new WriterPosition { Writer = Log.Writer, LowestUnsettled = (ulong)Log.Confirmed + 1 }));
            var reading = ReadAsync(stream);
            await WriteAsync(stream);
            await reading;
        }
        catch (RpcException error) when (error.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown)
        {
            // The server was killed.
        }
    }

    private async Task WriteAsync(IWireStream stream)
    {
        try
        {
            for (var next = Log.Confirmed + 1; ;)
            {
                if (next > Log.Count)
                {
                    await _window.UntilAsync(() => _phase == StormPhase.Finishing || (_phase == StormPhase.Writing && Log.Count - Log.Answered <= Window - BatchOps));
                    if (_phase == StormPhase.Finishing) break;
                    for (var i = 0; i < BatchOps; i++) Log.Add(NextWrite(), behindMs: index * 40);
                }

                var through = Math.Min(Log.Count, next + BatchOps - 1);
                await stream.SendAsync(Log.Batch(next, through));
                next = through + 1;
                Volatile.Write(ref _sent, Math.Max(_sent, through));
                alarm.Ring();
            }
        }
        catch (RpcException)
        {
            // The reader learns why.
        }
    }

    private async Task ReadAsync(IWireStream stream)
    {
        try
        {
            while (await stream.ReadAsync() is { } frame)
            {
                // The server is stopping, or can't store; what has no result is sent on the next stream.
                if ((frame.Error ?? frame.BatchStopped?.Error)?.Code == ErrorCode.Unavailable) return;
                if (frame.BatchStopped is { } stopped) throw new InvalidOperationException($"{stopped}");
                if (frame.OpResults is { } results)
                {
                    Log.Take(results);
                    Volatile.Write(ref _heard, Math.Max(_heard, (int)results.Results[^1].Number));
                }

                Copy.Take(frame);
                if (frame.ChangePage is { } page) AssertResultsCameFirst(page);
                _window.Ring();
                alarm.Ring();
            }
        }
        finally
        {
            Finish();
        }
    }

    private void Move(StormPhase phase)
    {
        _phase = phase;
        _window.Ring();
    }

    // INV-SES-1: no state that includes an op of ours before its result.
    private void AssertResultsCameFirst(ChangePage page)
    {
        var mine = $"{_nodeId}:";
        foreach (var record in page.Records)
            if (Copy.Text(record, Ledger.Field) is { } text && text.StartsWith(mine, StringComparison.Ordinal))
                Assert.True(int.Parse(text[mine.Length..]) <= Log.Answered, $"The page showed {text} before its result had come.");
    }

    // Half of them keys of their own; of the others, which all clients write, some are removed.
    private Write NextWrite()
    {
        var number = Log.Count + 1;
        if (_random.Next(2) == 0) return Ledger.Write($"{_nodeId}/{number}", $"{_nodeId}:{number}");
        var hot = $"hot/{_random.Next(HotKeys)}";
        return _random.Next(10) == 0
            ? new Write { Key = hot, Base = WriteBase.Unknown, Remove = new Remove() }
            : Ledger.Write(hot, $"{_nodeId}:{number}");
    }
}
