using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Core.Resolvers;

/// <summary>Puts one write before the resolvers that its key concerns: first in layers, then what is really about to be stored.</summary>
/// <param name="resolvers">The resolvers, in their order.</param>
/// <param name="context">The write as it came.</param>
/// <param name="limits">What a value must keep to.</param>
/// <param name="source">Puts the questions, and is told of the answers.</param>
internal sealed class Hearing(IReadOnlyList<IResolver> resolvers, ResolverContext context, SyncLimits limits, IResolverSource source)
{
    private readonly Value?[] _judged = new Value?[resolvers.Count];
    private Hearing? _removal;

    /// <summary>Asks one after another. Each sees what those before it made of the write.</summary>
    public Verdict HearLayers()
    {
        var candidate = context.RemoteValue;
        var isAuthoritative = false;
        for (var i = 0; i < resolvers.Count; i++)
        {
            var decision = Ask(resolvers[i], candidate, isAuthoritative ? candidate : context.MergedValue);
            _judged[i] = candidate;
            if (decision.Ends) return new Verdict(candidate, isAuthoritative, new Objection(resolvers[i], decision));
            if (decision.Action == ResolverAction.Local || context.MapType != MapType.Lww || (decision.Action == ResolverAction.Accept && AreSame(decision.Value, candidate))) continue;

            candidate = decision.Value;
            isAuthoritative = true;
        }

        return new Verdict(candidate, isAuthoritative, null);
    }

    /// <summary>Asks those who judged something else than what is about to be stored. They may only refuse it (INV-RES-1).</summary>
    public Objection? HearFinal(Value? stored)
    {
        for (var i = 0; i < resolvers.Count; i++)
        {
            if (AreSame(stored, _judged[i])) continue;
            var decision = Ask(resolvers[i], stored, stored);
            if (decision.Ends) return new Objection(resolvers[i], decision);
        }

        return null;
    }

    /// <summary>Asks all about a later removal of what is about to be stored. They may only refuse it.</summary>
    /// <param name="stored">The value that is about to be stored.</param>
    /// <param name="at">The newest timestamp of the record then.</param>
    /// <param name="owner">Its owner then.</param>
    public Objection? HearRemoval(Value? stored, HlcTimestamp at, string? owner)
    {
        _removal = new Hearing(resolvers, context with { LocalValue = stored, RemoteValue = null, MergedValue = null, LocalTimestamp = at, Owner = owner }, limits, source);
        return _removal.HearAgain(null);
    }

    /// <summary>Asks all about what is about to be stored, since entries that they looked at have changed. They may only refuse it.</summary>
    public Objection? HearAgain(Value? stored)
    {
        foreach (var resolver in resolvers)
        {
            var decision = Ask(resolver, stored, stored);
            if (decision.Ends) return new Objection(resolver, decision);
        }

        return _removal?.HearAgain(null);
    }

    private ResolverDecision Ask(IResolver resolver, Value? remote, Value? merged)
    {
        var asked = context with { RemoteValue = remote, MergedValue = merged };
        Exception? cause = null;
        ResolverDecision decision;
        try
        {
            decision = source.Ask(resolver, asked) ?? ResolverDecision.Failed("it gave no answer.");
            if (WhyImpossible(decision, remote) is { } reason) decision = Instead(decision, reason);
        }
        catch (Exception failure)
        {
            // The border to code that others wrote. Whatever goes wrong there, the write is refused and the server lives on (INV-RES-2).
            decision = ResolverDecision.Failed($"it threw {failure.GetType().Name}.");
            cause = failure;
        }

        source.Answered(resolver, asked, decision, cause);
        return decision;
    }

    private static ResolverDecision Instead(ResolverDecision impossible, string reason)
    {
        var failed = ResolverDecision.Failed(reason);
        return impossible.Cost is { } cost ? failed.At(cost) : failed;
    }

    private string? WhyImpossible(ResolverDecision decision, Value? remote)
    {
        if (decision.Action is not (ResolverAction.Accept or ResolverAction.Merge)) return null;

        // What it would put into a set was added by nobody, and what it would make of a sum is no delta.
        if (context.MapType != MapType.Lww)
            return AreSame(decision.Value, remote) ? null : "it answered another value, but of a set or a counter a rule can only let a write pass, or refuse it.";

        // Who may write need not be allowed to remove, and who may register rules must not gain that by a rule. Nor may a write of an
        // absent key vanish: it would count as done, and be neither here nor in its user's inbox.
        if (decision.Value is not { } value)
            return context.RemoteValue is null || (context.LocalValue is null && context.MergedValue is null)
                ? null
                : "it answered no value, but a rule can't turn a write into a removal.";

        Write write = value is ObjectValue whole ? new ReplaceWrite(context.Key, WriteBase.Unknown, whole) : new ValueWrite(context.Key, WriteBase.Unknown, value);
        return ReferenceEquals(value, context.RemoteValue) ? null : WriteRules.FaultIn(write, limits)?.Reason;
    }

    private static bool AreSame(Value? left, Value? right)
        => ReferenceEquals(left, right) || (left is not null && right is not null && Value.NumericallyEquals(left, right));
}
