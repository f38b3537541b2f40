using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Resolvers;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Resolving;
using TopGun.Scripting;
using TopGun.Server.Resolvers;
using TopGun.Server.Resolvers.Registering;

namespace TopGun.Server.Tests.Resolvers;

/// <summary>What an operator sees of resolvers.</summary>
public sealed class ResolverMetricsTests : IDisposable
{
    private readonly TestMeters _meters = new();
    private readonly IResolverSource _source;
    private readonly MeterListener _listener = new();
    private readonly List<(string Instrument, double Value, Dictionary<string, object?> Tags)> _measured = [];

    public ResolverMetricsTests()
    {
        _source = new ConfiguredResolvers(
            new ServerResolvers(), new ResolverForge(TopGun.Scripting.Script.Engine, ScriptLimits.Default, TimeProvider.System), new ResolverMetrics(_meters), TimeProvider.System, NullLogger<ConfiguredResolvers>.Instance);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == _meters) listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measured.Add((instrument.Name, value, Read(tags))));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measured.Add((instrument.Name, value, Read(tags))));
        _listener.Start();
    }

    [Fact]
    public void A_script_is_counted_by_decision_with_its_steps_bytes_and_time()
    {
        var decision = Answer(Script("return { action: 'reject', reason: 'no' };"));

        Assert.Equal(ResolverAction.Reject, decision.Action);
        var counted = Of("topgun.resolver.decisions");
        Assert.Equal((1, "reject", "m", "r"), (counted.Value, counted.Tags["topgun.action"], counted.Tags["topgun.map"], counted.Tags["topgun.resolver"]));
        Assert.Equal(decision.Cost!.Value.Steps, Of("topgun.resolver.steps").Value);
        Assert.Equal(decision.Cost!.Value.AllocatedBytes, Of("topgun.resolver.allocated").Value);
        Assert.InRange(Of("topgun.resolver.steps").Value, 1, 100);
        Assert.InRange(Of("topgun.resolver.duration").Value, 0, 60);
    }

    [Fact]
    public void What_throws_is_timed_and_counts_as_a_failure()
    {
        var thrower = new DelegateResolver("r", 50, KeyPattern.Any, _ => throw new InvalidOperationException());

        Assert.Throws<InvalidOperationException>(() => _source.Ask(thrower, Context));
        _source.Answered(thrower, Context, ResolverDecision.Failed("it threw."), null);

        Assert.Equal("failed", Of("topgun.resolver.decisions").Tags["topgun.action"]);
        Assert.InRange(Of("topgun.resolver.duration").Value, 0, 60);
        Assert.DoesNotContain(_measured, measured => measured.Instrument == "topgun.resolver.steps");
    }

    [Fact]
    public void What_is_only_tried_takes_the_time_of_its_map_and_is_not_measured()
    {
        var clock = new ManualTime();
        IResolverSource source = new ConfiguredResolvers(
            new ServerResolvers(), new ResolverForge(TopGun.Scripting.Script.Engine, ScriptLimits.Default, clock), new ResolverMetrics(_meters), clock, NullLogger<ConfiguredResolvers>.Instance);
        var slow = new DelegateResolver("r", 50, KeyPattern.Any, _ =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            return ResolverDecision.Local.At(new ResolverCost(1_000_000, 0));
        });

        source.Try(slow, Context);

        Assert.InRange(source.PauseMs("m"), 1, int.MaxValue);
        Assert.Empty(_measured);
    }

    [Fact]
    public void No_tag_carries_a_key_or_a_value()
    {
        Answer(Script("return { action: 'accept', value: context.remoteValue };"));

        Assert.NotEmpty(_measured);
        Assert.All(_measured, measured => Assert.All(measured.Tags.Values, tag => Assert.DoesNotContain("secret", tag!.ToString())));
    }

    public void Dispose()
    {
        _listener.Dispose();
        _meters.Dispose();
    }

    private static ResolverContext Context => new()
    {
        MapName = "m",
        Key = "secret-key",
        LocalValue = null,
        RemoteValue = Value.Of("secret-value"),
        MergedValue = Value.Of("secret-value"),
        RemoteTimestamp = new HlcTimestamp(1, 0, "n"),
        RemoteNodeId = "n",
        Principal = GuardedMap.User("secret-user"),
    };

    private static ScriptResolver Script(string body)
        => new("r", 50, KeyPattern.Any, ResolverOrigin.Server, TopGun.Scripting.Script.Compile(body), ScriptLimits.Default);

    private ResolverDecision Answer(IResolver resolver)
    {
        var decision = _source.Ask(resolver, Context)!;
        _source.Answered(resolver, Context, decision, null);
        return decision;
    }

    private (double Value, Dictionary<string, object?> Tags) Of(string instrument)
    {
        var (_, value, tags) = Assert.Single(_measured, measured => measured.Instrument == instrument);
        return (value, tags);
    }

    private static Dictionary<string, object?> Read(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var read = new Dictionary<string, object?>();
        foreach (var (name, value) in tags) read[name] = value;
        return read;
    }
}
