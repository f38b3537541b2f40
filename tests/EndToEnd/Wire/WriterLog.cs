using System.Security.Cryptography;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Wire;

/// <summary>The ledger of one writer on one map: every op that it ever sent, and the one result that each may have.</summary>
/// <remarks>Safe for one thread that logs and sends, and one that takes results.</remarks>
internal sealed class WriterLog
{
    private readonly List<LedgerLine> _lines = [];
    private readonly Lock _gate = new();
    private ulong _millis;
    private uint _counter;

    public WriterLog(string map, string nodeId)
    {
        Map = map;
        Writer = new Writer { NodeId = nodeId, Suffix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6)) };
    }

    public string Map { get; }

    public Writer Writer { get; }

    /// <summary>Whether an op may be refused, by a conflict resolver or because its record is gone.</summary>
    public bool MayBeRefused { get; init; }

    /// <summary>How many ops were logged: their numbers are 1 to this.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _lines.Count;
        }
    }

    /// <summary>Results up to this number have come, without gaps.</summary>
    public int Answered { get; private set; }

    /// <summary>Results up to this number are confirmed, and can't be asked for again.</summary>
    public int Confirmed { get; set; }

    /// <summary>How many results came again, and were the very same.</summary>
    public int Repeats { get; private set; }

    /// <summary>All lines so far.</summary>
    public LedgerLine[] Lines()
    {
        lock (_gate) return [.. _lines];
    }

    /// <summary>Logs an op of which nothing was sent yet.</summary>
    /// <param name="write">What it does.</param>
    /// <param name="behindMs">How far the writer's clock is behind.</param>
    public void Add(Write write, int behindMs = 0)
    {
        var now = (ulong)(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - behindMs);
        (_millis, _counter) = now > _millis ? (now, 0) : (_millis, _counter + 1);
        lock (_gate)
        {
            var op = new Op
            {
                Number = (ulong)_lines.Count + 1,
                OpId = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)),
                Millis = _millis,
                Counter = _counter,
                Write = write,
            };
            _lines.Add(new LedgerLine(op, now));
        }
    }

    /// <summary>A batch of logged ops.</summary>
    /// <param name="from">The first number.</param>
    /// <param name="through">The last number.</param>
    public ClientFrame Batch(int from, int through)
    {
        lock (_gate)
        {
            return new ClientFrame
            {
                OpBatch = new OpBatch
                {
                    Map = Map,
                    Writer = Writer,
                    SettledThrough = (ulong)Confirmed,
                    FirstSentMs = _lines[from - 1].FirstSentMs,
                    Ops = { _lines[(from - 1)..through].Select(line => line.Op) },
                },
            };
        }
    }

    /// <summary>Takes results. One that came before must be the same again (INV-OPS-2).</summary>
    public void Take(OpResults results)
    {
        Assert.Equal(Map, results.Map);
        Assert.Equal(Writer, results.Writer);
        lock (_gate)
        {
            foreach (var result in results.Results)
            {
                var line = _lines[(int)result.Number - 1];
                Assert.Equal(line.Op.OpId, result.OpId);
                if (line.Result is { } known)
                {
                    Assert.Equal(known, result);
                    Repeats++;
                    continue;
                }

                Assert.True(result.Code is OpResultCode.Applied or OpResultCode.Superseded || (MayBeRefused && result.Code is OpResultCode.MergeRejected or OpResultCode.RecordRemoved), $"{result}");
                Assert.Equal(Answered + 1, (int)result.Number);
                line.Result = result;
                Answered++;
            }
        }
    }
}
