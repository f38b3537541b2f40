using Google.Protobuf;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;

namespace TopGun.Simulation.World;

/// <summary>Sends frames through the bytes of the contract.</summary>
public static class WireMapping
{
    /// <summary>A client's frame as the server reads it.</summary>
    public static ClientFrame Travel(ClientFrame frame, SyncLimits limits)
        => ClientFrameMapping.FromWire(Wire.ClientFrame.Parser.ParseFrom(ClientFrameMapping.ToWire(frame).ToByteArray()), limits);

    /// <summary>A server's frame as the client reads it.</summary>
    public static ServerFrame Travel(ServerFrame frame)
        => ServerFrameMapping.FromWire(Wire.ServerFrame.Parser.ParseFrom(ServerFrameMapping.ToWire(frame).ToByteArray()))
            ?? throw new InvalidOperationException($"A {frame.GetType().Name} was not read back.");
}
