using TopGun.Scripting.Tests.Conformance;

namespace TopGun.Scripting.Tests;

/// <summary>Scripts cut out of the others at random: whatever they are, they are refused or end in a result, and the engine never fails.</summary>
public sealed class FuzzTests
{
    private const int Scripts = 4_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Nonsense_is_refused_or_ends_in_a_result(int seed)
    {
        var random = new Random(seed);
        var pieces = Pieces();
        var limits = new ScriptLimits { Steps = 5_000, Bytes = 1 << 20 };
        for (var n = 0; n < Scripts; n++)
        {
            var source = Mutate(random, pieces);
            try
            {
                var result = Script.Compile(source).Run(ScriptContext.Of(("v", Value.Object(("a", 1), ("b", Value.List(1, "x"))))), limits, new StoppedTime());
                Assert.True(result.Outcome is not (ScriptOutcome.Faulted or ScriptOutcome.TimedOut), $"seed {seed}, script {n}: {result.Fault}\n{source}");
            }
            catch (ScriptSyntaxException)
            {
                // Most are no scripts.
            }
            catch (Exception exception) when (exception is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"seed {seed}, script {n}: {exception}\n{source}");
            }
        }
    }

    private static string[] Pieces()
    {
        var conformance = RecordedCases.Files.SelectMany(RecordedCases.Of).Select(one => one.Code);
        var hostile = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Hostile"), "*.js").SelectMany(File.ReadLines);
        return [.. conformance, .. hostile];
    }

    private static string Mutate(Random random, string[] pieces)
    {
        var source = pieces[random.Next(pieces.Length)];
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(source.Length + 1);
            var length = random.Next(0, Math.Min(12, source.Length - at) + 1);
            var other = pieces[random.Next(pieces.Length)];
            var from = random.Next(other.Length + 1);
            source = random.Next(4) switch
            {
                0 => source.Remove(at, length),
                1 => source.Insert(at, other.Substring(from, random.Next(0, Math.Min(20, other.Length - from) + 1))),
                2 => source.Insert(at, source.Substring(at, length)),
                _ => $"const v = context.v; {source}; return {other}",
            };
        }
        return source;
    }
}
