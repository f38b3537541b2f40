using TopGun.Core.Calls;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Calls;

/// <summary>What became of write calls, in its form on the wire.</summary>
internal static class CallOutcomeMapping
{
    public static Wire.BatchResult ToWire(WriteAnswer answer) => answer switch
    {
        CallOutcome outcome => new()
        {
            Code = (Wire.OpResultCode)outcome.Code,
            Version = checked((ulong)outcome.Version),
            Reason = PeopleText.Cut(outcome.Reason ?? ""),
            Resolver = outcome.Resolver ?? "",
        },
        WriteNotJudged refused => new() { Error = ErrorMapping.ToWire(refused.Error) },
        _ => throw new ArgumentException($"An answer of type {answer.GetType().Name} has no form on the wire.", nameof(answer)),
    };

    /// <summary>The name of a code in the contract.</summary>
    public static string NameOf(OpResultCode code) => Wire.OpReflection.Descriptor.EnumTypes.Single(type => type.Name == "OpResultCode").FindValueByNumber((int)code).Name;
}
