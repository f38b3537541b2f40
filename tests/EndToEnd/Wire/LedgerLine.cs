using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Wire;

/// <summary>An op that was logged, and what became of it.</summary>
/// <param name="Op">The op, as it is sent however often.</param>
/// <param name="FirstSentMs">When, in Unix milliseconds.</param>
internal sealed record LedgerLine(Op Op, ulong FirstSentMs)
{
    /// <summary>The recorded result, which never changes once it came; null before.</summary>
    public OpResult? Result { get; set; }

    /// <summary>The text that the op wrote and nobody else; null when it removes.</summary>
    public string? Text => Op.Write.Patch?.Set[Ledger.Field].StringValue;
}
