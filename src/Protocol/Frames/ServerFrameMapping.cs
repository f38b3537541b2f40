using System.Buffers;
using TopGun.Core.Sync;
using TopGun.Protocol.Resolvers;

namespace TopGun.Protocol.Frames;

/// <summary>Frames from the server, and their form on the wire.</summary>
public static class ServerFrameMapping
{
    /// <summary>Makes a frame travel. Reasons and messages are cut to the length that the contract allows them.</summary>
    public static Wire.ServerFrame ToWire(ServerFrame frame) => frame switch
    {
        Welcome welcome => new() { Welcome = WelcomeMapping.ToWire(welcome) },
        OpResults results => new() { OpResults = OpResultsMapping.ToWire(results) },
        BatchStopped stopped => new() { BatchStopped = OpResultsMapping.ToWire(stopped) },
        ChangePage page => new() { ChangePage = ChangePageMapping.ToWire(page) },
        Reset reset => new() { Reset = SubscriptionMapping.ToWire(reset) },
        CaughtUp caughtUp => new() { CaughtUp = SubscriptionMapping.ToWire(caughtUp) },
        SubscriptionEnded ended => new() { SubscriptionEnded = SubscriptionMapping.ToWire(ended) },
        Pong pong => new() { Pong = new() { Nonce = unchecked((ulong)pong.Nonce), ServerTimeMs = checked((ulong)pong.ServerTimeMs) } },
        StreamEnded ended => new() { Error = ErrorMapping.ToWire(ended.Error) },
        ResolverReply reply => new() { ResolverReply = ResolverResponseMapping.ToWire(reply) },
        MergeRejected rejected => new() { MergeRejected = MergeRejectedMapping.ToWire(rejected) },
        DigestReply reply => new() { DigestReply = DigestMapping.ToWire(reply) },
        TokenExpiring expiring => new() { TokenExpiring = TokenMapping.ToWire(expiring) },
        TokenAccepted accepted => new() { TokenAccepted = TokenMapping.ToWire(accepted) },
        Revoked revoked => new() { Revoked = TokenMapping.ToWire(revoked) },
        _ => throw new ArgumentException($"A frame of type {frame.GetType().Name} has no form on the wire.", nameof(frame)),
    };

    /// <summary>Makes a frame travel in a response of the stream.</summary>
    public static Wire.SyncResponse ToResponse(ServerFrame frame) => new() { Frame = ToWire(frame) };

    /// <summary>Reads a frame from the bytes of a response of the stream; null for a kind that is not known here, which is ignored.</summary>
    /// <exception cref="SyncException">The bytes are no response, or the frame breaks the contract (INVALID_FRAME).</exception>
    public static ServerFrame? Parse(ReadOnlySequence<byte> response) => FromResponse(MessageBytes.Parse(Wire.SyncResponse.Parser, response));

    /// <summary>Reads a frame from a response of the stream; null for a kind that is not known here, which is ignored.</summary>
    /// <exception cref="SyncException">The frame breaks the contract (INVALID_FRAME).</exception>
    public static ServerFrame? FromResponse(Wire.SyncResponse response) => FromWire(Check.Present(response.Frame, "Frame"));

    /// <summary>Reads a frame that has arrived; null for a kind that is not known here, which is ignored.</summary>
    /// <exception cref="SyncException">The frame breaks the contract (INVALID_FRAME).</exception>
    public static ServerFrame? FromWire(Wire.ServerFrame wire) => wire.KindCase switch
    {
        Wire.ServerFrame.KindOneofCase.Welcome => WelcomeMapping.FromWire(wire.Welcome),
        Wire.ServerFrame.KindOneofCase.OpResults => OpResultsMapping.FromWire(wire.OpResults),
        Wire.ServerFrame.KindOneofCase.BatchStopped => OpResultsMapping.FromWire(wire.BatchStopped),
        Wire.ServerFrame.KindOneofCase.ChangePage => ChangePageMapping.FromWire(wire.ChangePage),
        Wire.ServerFrame.KindOneofCase.Reset => SubscriptionMapping.FromWire(wire.Reset),
        Wire.ServerFrame.KindOneofCase.CaughtUp => SubscriptionMapping.FromWire(wire.CaughtUp),
        Wire.ServerFrame.KindOneofCase.SubscriptionEnded => SubscriptionMapping.FromWire(wire.SubscriptionEnded),
        Wire.ServerFrame.KindOneofCase.Pong
            => new Pong(unchecked((long)wire.Pong.Nonce), Check.Millis(wire.Pong.ServerTimeMs, "Server time")),
        Wire.ServerFrame.KindOneofCase.Error => new StreamEnded(ErrorMapping.FromWire(wire.Error)),
        Wire.ServerFrame.KindOneofCase.ResolverReply => ResolverResponseMapping.FromWire(wire.ResolverReply),
        Wire.ServerFrame.KindOneofCase.MergeRejected => MergeRejectedMapping.FromWire(wire.MergeRejected),
        Wire.ServerFrame.KindOneofCase.DigestReply => DigestMapping.FromWire(wire.DigestReply),
        Wire.ServerFrame.KindOneofCase.TokenExpiring => TokenMapping.FromWire(wire.TokenExpiring),
        Wire.ServerFrame.KindOneofCase.TokenAccepted => TokenMapping.FromWire(wire.TokenAccepted),
        Wire.ServerFrame.KindOneofCase.Revoked => TokenMapping.FromWire(wire.Revoked),
        _ => null,
    };
}
