using System.Text;
using TopGun.EndToEnd.Wire;

namespace TopGun.EndToEnd.Durability;

/// <summary>What a trace of the server says of ops: when each was durable, and when the world heard of it.</summary>
/// <param name="Judged">How many ops were looked at.</param>
/// <param name="Syncs">How many syncs of the write-ahead log there were.</param>
/// <param name="Faults">What left too early, or was never found.</param>
internal sealed record TraceVerdict(int Judged, int Syncs, IReadOnlyList<string> Faults)
{
    /// <summary>Judges ops, each with a key and a text that stand nowhere else.</summary>
    /// <param name="calls">The trace.</param>
    /// <param name="log">The path of the write-ahead log of the data file.</param>
    /// <param name="ops">The ops.</param>
    public static TraceVerdict Of(IReadOnlyList<SystemCall> calls, string log, IEnumerable<LedgerLine> ops)
    {
        SystemCall[] ofLog = [.. calls.Where(call => call.Target == log)];
        SystemCall[] writes = [.. ofLog.Where(call => !call.IsSync)], syncs = [.. ofLog.Where(call => call.IsSync)];
        var (results, pages) = Sent(calls);
        List<string> faults = [];
        var judged = 0;
        foreach (var op in ops)
        {
            judged++;
            // A page of the log ends somewhere: in the key or in the text, not in both.
            var written = writes.FirstOrDefault(write => write.Bytes.Contains(op.Text!, StringComparison.Ordinal) || write.Bytes.Contains(op.Op.Write.Key, StringComparison.Ordinal));
            var durable = written is null ? int.MaxValue : syncs.Where(sync => sync.Began > written.Ended).Select(sync => sync.Ended).DefaultIfEmpty(int.MaxValue).Min();
            Judge($"The result of op {op.Op.Number} ({op.Text})", results.GetValueOrDefault(op.Op.OpId, -1));
            Judge($"The page with op {op.Op.Number} ({op.Text})", pages.GetValueOrDefault(op.Op.Write.Key, -1));

            void Judge(string what, int sent)
            {
                if (sent < 0) faults.Add($"{what} was never seen to leave.");
                else if (sent <= durable) faults.Add($"{what} left on line {sent}; the sync of its commit was over on line {(durable == int.MaxValue ? "none" : durable)}.");
            }
        }

        return new TraceVerdict(judged, syncs.Length, faults);
    }

    // For each op id and each key, on which line the first frame with it left: the call that carried the frame's last byte, without
    // which no client can read it.
    private static (Dictionary<ulong, int> Results, Dictionary<string, int> Pages) Sent(IReadOnlyList<SystemCall> calls)
    {
        Dictionary<ulong, int> results = [];
        Dictionary<string, int> pages = [];
        Dictionary<string, FrameTap> taps = [];
        foreach (var send in calls.Where(call => call.IsSend))
        {
            if (!taps.TryGetValue(send.Target, out var tap)) taps[send.Target] = tap = new FrameTap();
            foreach (var frame in tap.Read(Encoding.Latin1.GetBytes(send.Bytes)))
            {
                foreach (var result in frame.OpResults?.Results ?? []) results.TryAdd(result.OpId, send.Began);
                foreach (var record in frame.ChangePage?.Records ?? []) pages.TryAdd(record.Key, send.Began);
            }
        }

        return (results, pages);
    }
}
