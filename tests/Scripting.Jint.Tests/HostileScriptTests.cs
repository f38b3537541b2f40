using TopGun.Scripting.Tests;
using TopGun.Scripting.Tests.Hostile;

namespace TopGun.Scripting.Jint.Tests;

/// <summary>
/// Whatever a script tries, the process stays, the next run does not see it, and its memory is within a bound that is far
/// above the limit. That every one ends by its limits is the promise of the other engine.
/// </summary>
public sealed class HostileScriptTests(ITestOutputHelper output)
{
    /// <summary>What the process may allocate for the 8 MiB of a run: the objects of a text of a million characters are the most.</summary>
    private const long MaxHostBytes = 300 << 20;

    private static readonly JintEngine Engine = new();

    private static readonly ICompiledScript Neighbour = Engine.Compile(
        "return [[1].map(x => x * 2)[0], Math.max(3, 9), Object.keys({}).length, ({}).x === undefined, 'a'.trim(), JSON.parse('1'), new Map([[1, 2]]).get(1), typeof Array.prototype.extra]");

    public static TheoryData<string> Files => [.. HostileScripts.Files];

    [Theory, MemberData(nameof(Files))]
    public void Leaves_the_process_and_the_next_run_alone(string file)
    {
        var problems = new List<string>();
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var untouched = Neighbour.Run(ScriptContext.Of()).Value;
        HostileScripts.OnSmallStack(file, script =>
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            var run = HostileScripts.TryCompile(Engine, script)?.Run(ScriptContext.Of());
            var bytes = GC.GetTotalAllocatedBytes(precise: true) - before;
            var outcome = run is null ? "Refused" : $"{run.Outcome} {run.Limit}";
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
            if (run?.Outcome == ScriptOutcome.Faulted) problems.Add($"{run.Fault}: {script}");
            if (bytes > MaxHostBytes) problems.Add($"{bytes:N0} bytes: {script}");
            if (!untouched!.Equals(Neighbour.Run(ScriptContext.Of(), time: new StoppedTime()).Value)) problems.Add($"The next run is not what it was: {script}");
        });
        output.WriteLine($"{file}: {string.Join(", ", outcomes.Select(outcome => $"{outcome.Value} {outcome.Key.Trim()}"))}");
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
