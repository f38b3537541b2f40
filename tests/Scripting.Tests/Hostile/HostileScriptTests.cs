using System.Diagnostics;

namespace TopGun.Scripting.Tests.Hostile;

/// <summary>
/// Whatever a script tries, it ends by its limits or is refused, on a thread with little stack and without taking memory
/// that it was not charged for.
/// </summary>
public sealed class HostileScriptTests(ITestOutputHelper output)
{
    /// <summary>What a run may take of the host for the 8 MiB that it may allocate: growing lists and tables copy themselves.</summary>
    private const long MaxHostBytes = 24 << 20;

    public static TheoryData<string> Files => [.. HostileScripts.Files];

    [Theory, MemberData(nameof(Files))]
    public void Ends_within_its_limits(string file)
    {
        var problems = new List<string>();
        var most = (Bytes: 0L, Script: "");
        var slowest = (Ms: 0.0, Script: "");
        HostileScripts.OnSmallStack(file, script =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            var outcome = Outcome(script);
            var ms = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            if (outcome is "Completed" or "TimedOut" or "Faulted") problems.Add($"{outcome}: {script}");
            if (bytes > MaxHostBytes) problems.Add($"{bytes:N0} bytes: {script}");
            if (bytes > most.Bytes) most = (bytes, script);
            if (ms > slowest.Ms) slowest = (ms, script);
        });
        output.WriteLine($"Most memory: {most.Bytes:N0} bytes for {most.Script}");
        output.WriteLine($"Most time: {slowest.Ms:N0} ms for {slowest.Script}");
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }

    [Theory, MemberData(nameof(Files))]
    public void Ends_the_same_way_twice(string file)
    {
        foreach (var script in HostileScripts.Of(file))
        {
            if (HostileScripts.TryCompile(Script.Engine, script) is not { } compiled) continue;
            var first = compiled.Run(ScriptContext.Of(), time: new StoppedTime());
            var second = compiled.Run(ScriptContext.Of(), time: new StoppedTime());
            Assert.True((first.Outcome, first.Message, first.Bill) == (second.Outcome, second.Message, second.Bill), $"{first.Bill} and {second.Bill}: {script}");
        }
    }

    [Fact]
    public void There_are_at_least_two_hundred() => Assert.True(HostileScripts.Files.Sum(file => HostileScripts.Of(file).Count) >= 200);

    // Time stands still, so that only limits end a script and never the watchdog.
    private static string Outcome(string script)
        => HostileScripts.TryCompile(Script.Engine, script)?.Run(ScriptContext.Of(), time: new StoppedTime()).Outcome.ToString() ?? "Refused";
}
