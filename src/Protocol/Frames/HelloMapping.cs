using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>Hello, and its form on the wire.</summary>
internal static class HelloMapping
{
    private const int MaxFeatures = 64;
    private const int MaxFeatureBytes = 64;
    private const int MaxClientBytes = 128;

    public static Wire.Hello ToWire(Hello hello) => new()
    {
        MinVersion = checked((uint)hello.MinVersion),
        MaxVersion = checked((uint)hello.MaxVersion),
        NodeId = hello.NodeId,
        Features = { hello.Features },
        Client = hello.Client,
    };

    public static Hello FromWire(Wire.Hello wire)
    {
        var min = Check.Int(wire.MinVersion, "Lowest protocol version", 1);
        return new Hello(
            min,
            Check.Int(wire.MaxVersion, "Highest protocol version", min),
            Check.NodeId(wire.NodeId),
            Features(wire.Features),
            Check.Text(wire.Client, "Client name", MaxClientBytes));
    }

    /// <summary>The features that a side names.</summary>
    public static string[] Features(IReadOnlyCollection<string> wire)
    {
        Check.Count(wire.Count, "Features", MaxFeatures);
        return [.. wire.Select(Feature)];
    }

    private static string Feature(string name) => name.Length > 0
        ? Check.Text(name, "Feature name", MaxFeatureBytes)
        : throw Check.Invalid($"Feature name of 0 bytes; 1 to {MaxFeatureBytes} are valid.");
}
