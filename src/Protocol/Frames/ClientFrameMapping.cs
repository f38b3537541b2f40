using System.Buffers;
using TopGun.Core.Sync;
using TopGun.Protocol.Resolvers;

namespace TopGun.Protocol.Frames;

/// <summary>Frames from the client, and their form on the wire.</summary>
/// <remarks>Behind <see cref="FromWire(Wire.ClientFrame, SyncLimits)"/> nobody checks again what it has checked.</remarks>
public static class ClientFrameMapping
{
    /// <summary>Makes a frame travel.</summary>
    public static Wire.ClientFrame ToWire(ClientFrame frame) => frame switch
    {
        Hello hello => new() { Hello = HelloMapping.ToWire(hello) },
        OpBatch batch => new() { OpBatch = OpBatchMapping.ToWire(batch) },
        Subscribe subscribe => new() { Subscribe = SubscribeMapping.ToWire(subscribe) },
        Unsubscribe unsubscribe => new() { Unsubscribe = new() { SubscriptionId = checked((uint)unsubscribe.SubscriptionId) } },
        Ping ping => new() { Ping = new() { Nonce = unchecked((ulong)ping.Nonce) } },
        ResolverCall call => new() { ResolverCall = ResolverRequestMapping.ToWire(call) },
        DigestRequest request => new() { DigestRequest = DigestMapping.ToWire(request) },
        TokenRefresh refresh => new() { TokenRefresh = TokenMapping.ToWire(refresh) },
        PurgeReceipt receipt => new() { PurgeReceipt = new() { Map = receipt.Map } },
        _ => throw new ArgumentException($"A frame of type {frame.GetType().Name} has no form on the wire.", nameof(frame)),
    };

    /// <summary>Makes a frame travel in a request of the stream.</summary>
    public static Wire.SyncRequest ToRequest(ClientFrame frame) => new() { Frame = ToWire(frame) };

    /// <summary>Reads a frame from the bytes of a request of the stream.</summary>
    /// <param name="request">The bytes.</param>
    /// <param name="limits">What the server accepts.</param>
    /// <exception cref="SyncException">
    /// The bytes are no request or the frame as a whole breaks the contract (INVALID_FRAME), or a limit (LIMIT_EXCEEDED).
    /// </exception>
    public static ClientFrame Parse(ReadOnlySequence<byte> request, SyncLimits limits)
        => FromRequest(MessageBytes.Parse(Wire.SyncRequest.Parser, request), limits);

    /// <summary>Reads a frame from a request of the stream.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">What the server accepts.</param>
    /// <exception cref="SyncException">The frame as a whole breaks the contract (INVALID_FRAME) or a limit (LIMIT_EXCEEDED).</exception>
    public static ClientFrame FromRequest(Wire.SyncRequest request, SyncLimits limits)
        => FromWire(Check.Present(request.Frame, "Frame"), limits);

    /// <summary>Reads a frame that has arrived. An op that alone breaks a rule becomes an op with a fault.</summary>
    /// <param name="wire">The frame.</param>
    /// <param name="limits">What the server accepts.</param>
    /// <exception cref="SyncException">The frame as a whole breaks the contract (INVALID_FRAME) or a limit (LIMIT_EXCEEDED).</exception>
    public static ClientFrame FromWire(Wire.ClientFrame wire, SyncLimits limits) => wire.KindCase switch
    {
        Wire.ClientFrame.KindOneofCase.Hello => HelloMapping.FromWire(wire.Hello),
        Wire.ClientFrame.KindOneofCase.OpBatch => OpBatchMapping.FromWire(wire.OpBatch, limits),
        Wire.ClientFrame.KindOneofCase.Subscribe => SubscribeMapping.FromWire(wire.Subscribe, limits),
        Wire.ClientFrame.KindOneofCase.Unsubscribe => new Unsubscribe(SubscribeMapping.SubscriptionId(wire.Unsubscribe.SubscriptionId)),
        // A nonce is any 64 bits; it only has to come back as it was.
        Wire.ClientFrame.KindOneofCase.Ping => new Ping(unchecked((long)wire.Ping.Nonce)),
        Wire.ClientFrame.KindOneofCase.ResolverCall => ResolverRequestMapping.FromWire(wire.ResolverCall, limits),
        Wire.ClientFrame.KindOneofCase.DigestRequest => DigestMapping.FromWire(wire.DigestRequest, limits),
        Wire.ClientFrame.KindOneofCase.TokenRefresh => TokenMapping.FromWire(wire.TokenRefresh),
        Wire.ClientFrame.KindOneofCase.PurgeReceipt => new PurgeReceipt(Check.MapName(wire.PurgeReceipt.Map, limits)),
        _ => throw Check.Invalid($"The frame has no kind that is known here; a kind is sent only after Welcome has named its feature."),
    };
}
