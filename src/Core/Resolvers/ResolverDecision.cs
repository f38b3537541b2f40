using System.Text;
using TopGun.Core.Values;

namespace TopGun.Core.Resolvers;

/// <summary>The answer of a resolver. Immutable.</summary>
public sealed class ResolverDecision
{
    /// <summary>The longest reason, in bytes of UTF-8; a longer one is cut.</summary>
    public const int MaxReasonBytes = 1_024;

    private ResolverDecision(ResolverAction action, Value? value = null, string? reason = null, ResolverCost? cost = null)
    {
        Action = action;
        Value = value;
        Reason = reason;
        Cost = cost;
    }

    /// <summary>It has nothing to say; the next one is asked.</summary>
    public static ResolverDecision Local { get; } = new(ResolverAction.Local);

    /// <summary>What it answers.</summary>
    public ResolverAction Action { get; }

    /// <summary>The value accepted or merged; null is the absence of the record. Null for every other answer.</summary>
    public Value? Value { get; }

    /// <summary>Why it was refused or not answered, for people; null for every other answer.</summary>
    public string? Reason { get; }

    /// <summary>What the answer took; null for a resolver that is not metered.</summary>
    public ResolverCost? Cost { get; }

    /// <summary>Whether the write ends here.</summary>
    internal bool Ends => Action >= ResolverAction.Reject;

    /// <summary>Accepts a value; see <see cref="ResolverAction.Accept"/>.</summary>
    public static ResolverDecision Accept(Value? value) => new(ResolverAction.Accept, value);

    /// <summary>Wants a value to be stored; see <see cref="ResolverAction.Merge"/>.</summary>
    public static ResolverDecision Merge(Value? value) => new(ResolverAction.Merge, value);

    /// <summary>Refuses the write.</summary>
    /// <param name="reason">Why; the writer reads it.</param>
    public static ResolverDecision Reject(string reason) => new(ResolverAction.Reject, reason: Storable(reason));

    /// <summary>Could not answer.</summary>
    /// <param name="reason">Why, as the end of the sentence "Resolver x failed: ...". The writer reads it.</param>
    public static ResolverDecision Failed(string reason) => new(ResolverAction.Failed, reason: Storable(reason));

    /// <summary>Could not answer now.</summary>
    /// <param name="reason">Why, as the end of the sentence "Resolver x failed: ...". The writer reads it.</param>
    public static ResolverDecision Unavailable(string reason) => new(ResolverAction.Unavailable, reason: Storable(reason));

    /// <summary>The same answer, with what it took.</summary>
    public ResolverDecision At(ResolverCost cost) => new(Action, Value, Reason, cost);

    /// <summary>A reason as it is stored and travels: cut to <see cref="MaxReasonBytes"/>, and Unicode.</summary>
    /// <remarks>Scripts make reasons out of whatever clients wrote. They are stored with the results.</remarks>
    internal static string Storable(string reason)
    {
        ArgumentNullException.ThrowIfNull(reason);
        var (kept, bytes) = (0, 0);
        foreach (var rune in reason.EnumerateRunes())
        {
            if ((bytes += rune.Utf8SequenceLength) > MaxReasonBytes) break;
            kept += rune.Utf16SequenceLength;
        }

        if (kept < reason.Length) reason = reason[..kept];
        if (reason.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0) return reason;

        // Half of a surrogate pair has no form in UTF-8.
        var text = new StringBuilder(reason.Length);
        foreach (var rune in reason.EnumerateRunes()) text.Append(rune.ToString());
        return text.ToString();
    }
}
