using TopGun.Core.Resolvers;
using TopGun.Core.Values;
using TopGun.Scripting;

namespace TopGun.Server.Resolvers;

/// <summary>A resolver written as the body of a JavaScript function; safe for many threads at once.</summary>
/// <param name="name">Its name within the map.</param>
/// <param name="priority">Its place, 0 to 100.</param>
/// <param name="keys">The keys that it is for.</param>
/// <param name="origin">Where it comes from.</param>
/// <param name="script">The body.</param>
/// <param name="limits">What a call may use up.</param>
/// <param name="clock">The clock of the watchdog; the system's when null.</param>
internal sealed class ScriptResolver(
    string name, int priority, KeyPattern keys, ResolverOrigin origin, ICompiledScript script, ScriptLimits limits, TimeProvider? clock = null) : IResolver
{
    /// <inheritdoc/>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public int Priority { get; } = priority;

    /// <inheritdoc/>
    public KeyPattern Keys { get; } = keys;

    /// <inheritdoc/>
    public ResolverOrigin Origin { get; } = origin;

    /// <inheritdoc/>
    public ResolverDecision Resolve(ResolverContext context)
    {
        var run = script.Run(new ScriptedContext(context), limits, clock);
        return AnswerOf(run, context).At(new ResolverCost(run.Bill.Steps, run.Bill.Bytes));
    }

    private static ResolverDecision AnswerOf(ScriptResult run, ResolverContext context) => run.Outcome switch
    {
        ScriptOutcome.Completed => DecisionOf(run.Value, context),
        ScriptOutcome.TimedOut => ResolverDecision.Unavailable(run.Message!),
        ScriptOutcome.Threw when run.Line > 0 => ResolverDecision.Failed($"line {run.Line}, column {run.Column}: {run.Message}"),
        _ => ResolverDecision.Failed(run.Message!),
    };

    private static ResolverDecision DecisionOf(Value? returned, ResolverContext context)
    {
        if (returned is not ObjectValue answer) return ResolverDecision.Failed("it returned no object with an action.");
        return (answer["action"] as StringValue)?.Text switch
        {
            "accept" when answer["value"] is { } value => ResolverDecision.Accept(ValueOf(value, context)),
            "merge" when answer["value"] is { } value => ResolverDecision.Merge(ValueOf(value, context)),
            "accept" or "merge" => ResolverDecision.Failed("it returned an accept or merge whose value is undefined."),
            "reject" when answer["reason"] is StringValue reason => ResolverDecision.Reject(reason.Text),
            "reject" => ResolverDecision.Failed("it returned a reject whose reason is no string."),
            "local" => ResolverDecision.Local,
            _ => ResolverDecision.Failed("it returned an action that is none of accept, reject, merge and local."),
        };
    }

    // To a script null is a deletion. Where a null that was written is around, it means that one.
    private static Value? ValueOf(Value value, ResolverContext context)
    {
        if (value is not NullValue || context.RemoteValue is NullValue) return value;
        return context.RemoteValue is not null && (context.LocalValue is NullValue || context.MergedValue is NullValue) ? value : null;
    }
}
