using System.Diagnostics;
using System.Diagnostics.Metrics;
using TopGun.Core.Resolvers;
using TopGun.Server.Observability;

namespace TopGun.Server.Resolvers;

/// <summary>What resolvers do, counted per map and resolver. Costs next to nothing while nobody listens.</summary>
/// <remarks>
/// Maps and resolvers are tags; both are bounded, since a map has at most 100 resolvers and a user may register ten on each.
/// No tag carries a key or a value.
/// </remarks>
internal sealed class ResolverMetrics
{
    private readonly Counter<long> _decisions;
    private readonly Histogram<double> _duration;
    private readonly Histogram<long> _steps;
    private readonly Histogram<long> _allocated;

    public ResolverMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(ServerMetrics.MeterName);
        _decisions = meter.CreateCounter<long>("topgun.resolver.decisions", "{decision}", "Questions put to a resolver, by what they came to.");
        _duration = meter.CreateHistogram<double>("topgun.resolver.duration", "s", "How long a resolver took to answer.");
        _steps = meter.CreateHistogram<long>("topgun.resolver.steps", "{step}", "The steps that an answer of a script took.");
        _allocated = meter.CreateHistogram<long>("topgun.resolver.allocated", "By", "The bytes that an answer of a script allocated.");
    }

    /// <summary>An answer took so long, or what was thrown instead.</summary>
    public void Took(IResolver resolver, ResolverContext context, TimeSpan time)
    {
        if (_duration.Enabled) _duration.Record(time.TotalSeconds, Tags(resolver, context));
    }

    /// <summary>Counts an answer.</summary>
    public void Answered(IResolver resolver, ResolverContext context, ResolverDecision decision)
    {
        if (_decisions.Enabled)
        {
            var tags = Tags(resolver, context);
            tags.Add("topgun.action", NameOf(decision.Action));
            _decisions.Add(1, tags);
        }

        if (decision.Cost is not { } cost) return;
        if (_steps.Enabled) _steps.Record(cost.Steps, Tags(resolver, context));
        if (_allocated.Enabled) _allocated.Record(cost.AllocatedBytes, Tags(resolver, context));
    }

    private static TagList Tags(IResolver resolver, ResolverContext context)
        => new() { { "topgun.map", context.MapName }, { "topgun.resolver", resolver.Name } };

    private static string NameOf(ResolverAction action) => action switch
    {
        ResolverAction.Local => "local",
        ResolverAction.Accept => "accept",
        ResolverAction.Merge => "merge",
        ResolverAction.Reject => "reject",
        ResolverAction.Failed => "failed",
        _ => "unavailable",
    };
}
