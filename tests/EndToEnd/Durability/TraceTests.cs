using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;

namespace TopGun.EndToEnd.Durability;

/// <summary>The server's system calls, as the kernel saw them. <c>scripts/trace-durability.sh</c> runs this and keeps the trace.</summary>
public sealed class TraceTests(ITestOutputHelper output)
{
    private const string Map = "traced";
    private const int LongestText = 1 << 20;

    [Fact]
    [Trait("Invariant", "INV-STO-1")]
    [Trait("Invariant", "INV-PAR-1")]
    public async Task No_result_and_no_page_leaves_before_the_sync_of_its_commit()
    {
        await SkipWithoutPtraceAsync();
        using var place = new Place();
        var trace = Environment.GetEnvironmentVariable("TOPGUN_TRACE") ?? place.File("trace.txt");

        // -D: the tracer steps aside, so that the process which is started, and asked to stop, is the server.
        var ops = new List<LedgerLine>();
        await using (var server = await ServerProcess.StartAsync(
            place.Data, "strace", "-D", "-f", "-y", "-xx", "-s", $"{LongestText}", "-o", trace, "-e", "trace=write,writev,pwrite64,pwritev,fsync,fdatasync,sendto,sendmsg"))
        {
            ops.AddRange(await WriteOneByOneAsync(server, 40));
            ops.AddRange((await Task.WhenAll(Enumerable.Range(0, 4).Select(index => WriteAtOnceAsync(server, index)))).SelectMany(lines => lines));
            Assert.Equal(0, await server.TerminateAsync());
        }

        var lines = await File.ReadAllLinesAsync(trace);
        var verdict = TraceVerdict.Of(SystemCall.ReadTrace(lines), place.Data + "-wal", ops);
        Assert.True(verdict.Faults.Count == 0, string.Join('\n', verdict.Faults));

        // The test of the test: without the syncs, every result has left too early.
        var unsynced = TraceVerdict.Of(SystemCall.ReadTrace(lines.Where(line => !line.Contains("sync", StringComparison.Ordinal))), place.Data + "-wal", ops);
        Assert.Equal(2 * ops.Count, unsynced.Faults.Count);
        output.WriteLine($"Durable: {verdict.Judged} ops, {verdict.Syncs} syncs of the log, {lines.Length} lines of trace; every result and every page left after the sync of its commit.");
    }

    private static async Task SkipWithoutPtraceAsync()
    {
        Assert.SkipUnless(ProgramRun.IsInstalled("strace"), "strace is not installed.");
        var attempt = await ProgramRun.RunAsync("strace", ["-o", "/dev/null", "true"]);
        Assert.SkipUnless(attempt.ExitCode == 0, $"ptrace is not permitted here: {attempt.Errors.Trim()}");
    }

    private static async Task<LedgerLine[]> WriteOneByOneAsync(ServerProcess server, int ops)
    {
        var (log, copy) = (new WriterLog(Map, "alone"), new Copy(Map));
        using var stream = await WireStream.OpenAsync(server.Address, server.Token, "alone");
        await stream.SendAsync(copy.Subscribe());
        for (var number = 1; number <= ops; number++)
        {
            log.Add(Write(log));
            await stream.SendAsync(log.Batch(number, number));
            await HearAsync(stream, log, copy);
        }

        return log.Lines();
    }

    private static async Task<LedgerLine[]> WriteAtOnceAsync(ServerProcess server, int index)
    {
        const int Batches = 12, BatchOps = 5;
        var (log, copy) = (new WriterLog(Map, $"together-{index}"), new Copy(Map));
        using var stream = await WireStream.OpenAsync(server.Address, server.Token, log.Writer.NodeId);
        await stream.SendAsync(copy.Subscribe());
        for (var batch = 0; batch < Batches; batch++)
        {
            for (var op = 0; op < BatchOps; op++) log.Add(Write(log));
            await stream.SendAsync(log.Batch((batch * BatchOps) + 1, (batch + 1) * BatchOps));
        }

        await HearAsync(stream, log, copy);
        return log.Lines();
    }

    private static TopGun.Protocol.V1.Write Write(WriterLog log)
        => Ledger.Write($"key-{log.Writer.NodeId}-{log.Count + 1}-{Guid.NewGuid():N}", $"text-{log.Writer.NodeId}-{log.Count + 1}-{Guid.NewGuid():N}");

    // Until all results have come, and the map in which they all stand.
    private static async Task HearAsync(WireStream stream, WriterLog log, Copy copy)
    {
        while (log.Answered < log.Count || !copy.Records.ContainsKey(log.Lines()[^1].Op.Write.Key))
        {
            var frame = (await stream.ReadAsync())!;
            if (frame.OpResults is { } results) log.Take(results);
            copy.Take(frame);
        }
    }
}
