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
        SystemCall[] sends = [.. calls.Where(call => call.IsSend)];
        List<string> faults = [];
        var judged = 0;
        foreach (var op in ops)
        {
            judged++;
            var id = Encoding.Latin1.GetString(BitConverter.GetBytes(op.Op.OpId));
            // A page of the log ends somewhere: in the key or in the text, not in both.
            var written = writes.FirstOrDefault(write => write.Bytes.Contains(op.Text!, StringComparison.Ordinal) || write.Bytes.Contains(op.Op.Write.Key, StringComparison.Ordinal));
            var durable = written is null ? int.MaxValue : syncs.Where(sync => sync.Began > written.Ended).Select(sync => sync.Ended).DefaultIfEmpty(int.MaxValue).Min();
            Judge($"The result of op {op.Op.Number} ({op.Text})", sends.FirstOrDefault(send => send.Bytes.Contains(id, StringComparison.Ordinal)));
            Judge($"The page with op {op.Op.Number} ({op.Text})", sends.FirstOrDefault(send => send.Bytes.Contains(op.Text!, StringComparison.Ordinal)));

            void Judge(string what, SystemCall? sent)
            {
                if (sent is null) faults.Add($"{what} was never seen to leave.");
                else if (sent.Began <= durable) faults.Add($"{what} left on line {sent.Began}; the sync of its commit was over on line {(durable == int.MaxValue ? "none" : durable)}.");
            }
        }

        return new TraceVerdict(judged, syncs.Length, faults);
    }
}
