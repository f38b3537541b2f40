using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Resolvers;

/// <summary>Outcomes of dry runs, and their form on the wire.</summary>
internal static class DryRunMapping
{
    // What the server holds may be deeper than this side's limits for writes.
    private static readonly SyncLimits AnyDepth = new() { MaxValueDepth = ValueMeasure.DeepestLook };

    private static readonly (ResolverAction Action, string Name)[] Actions =
    [
        (ResolverAction.Accept, "accept"), (ResolverAction.Merge, "merge"), (ResolverAction.Reject, "reject"),
        (ResolverAction.Local, "local"), (ResolverAction.Failed, "failed"), (ResolverAction.Unavailable, "unavailable"),
    ];

    public static Wire.DryRunResolverResponse ToWire(DryRunOutcome outcome) => new()
    {
        // Core numbers the codes as the contract does; a test compares the two.
        Code = (Wire.OpResultCode)outcome.Code,
        Reason = PeopleText.Cut(outcome.Reason ?? ""),
        Resolver = outcome.Resolver ?? "",
        Value = outcome.Value is { } value ? ValueMapping.ToWire(value) : null,
        Answers = { (outcome.Answers ?? []).Select(ToWire) },
    };

    public static DryRunOutcome FromWire(Wire.DryRunResolverResponse wire)
    {
        if (wire.Code is <= Wire.OpResultCode.Unspecified or > Wire.OpResultCode.NumberReused)
            throw Check.Invalid($"Dry run with code {(int)wire.Code}, which is not known here.");
        return new DryRunOutcome(
            (OpResultCode)wire.Code,
            wire.Reason.Length > 0 ? wire.Reason : null,
            wire.Resolver.Length > 0 ? wire.Resolver : null,
            ValueOf(wire.Value),
            [.. wire.Answers.Select(FromWire)]);
    }

    private static Wire.ResolverAnswer ToWire(ResolverAnswer answer) => new()
    {
        Resolver = answer.Resolver,
        Action = Actions.First(known => known.Action == answer.Action).Name,
        Value = answer.Value is { } value ? ValueMapping.ToWire(value) : null,
        Reason = PeopleText.Cut(answer.Reason ?? ""),
        IsFinalHearing = answer.IsFinalHearing,
        Steps = checked((ulong)answer.Steps),
        AllocatedBytes = checked((ulong)answer.AllocatedBytes),
    };

    private static ResolverAnswer FromWire(Wire.ResolverAnswer wire)
    {
        if (!Array.Exists(Actions, known => known.Name == wire.Action)) throw Check.Invalid($"Resolver answer of a kind of {wire.Action.Length} characters, which is not known here.");
        return new ResolverAnswer(
            wire.Resolver,
            Actions.First(known => known.Name == wire.Action).Action,
            ValueOf(wire.Value),
            wire.Reason.Length > 0 ? wire.Reason : null,
            wire.IsFinalHearing,
            Check.Long(wire.Steps, "Steps"),
            Check.Long(wire.AllocatedBytes, "Allocated bytes"));
    }

    private static Value? ValueOf(Wire.Value? wire)
    {
        if (wire is null) return null;
        return ValueMapping.Read(wire, AnyDepth, 0, out var value) is { } fault ? throw Check.Invalid($"A value of a dry run can't be read: {fault.Reason}") : value;
    }
}
