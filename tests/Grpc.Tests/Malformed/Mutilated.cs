using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Malformed;

/// <summary>Bodies that are wrong in every way that a frame can be wrong in. The same random numbers make the same ones.</summary>
internal static class Mutilated
{
    private static readonly byte[] Flags = [0, 0, 0, 1, 2, 0x80, 0x81, 0xff];
    private static readonly int[] Lengths = [0, 1, 4, 5, 1_000_001, int.MaxValue, int.MinValue, -1];

    /// <summary>A body of none to four frames, most of them wrong, perhaps cut.</summary>
    public static byte[] Body(Random random)
    {
        var body = new List<byte>();
        for (var count = random.Next(5); count > 0; count--) body.AddRange(Frame(random));
        return random.Next(3) == 0 ? [.. body[..random.Next(body.Count + 1)]] : [.. body];
    }

    /// <summary>Bytes without any sense.</summary>
    public static byte[] Noise(Random random, int most)
    {
        var noise = new byte[random.Next(most)];
        random.NextBytes(noise);
        return noise;
    }

    private static byte[] Frame(Random random)
    {
        var payload = random.Next(4) switch
        {
            0 => Noise(random, 300),
            1 => Frames.Gzip(Noise(random, 300)),
            2 => Frames.Gzip(new byte[random.Next(4_000_000)]),
            _ => Google.Protobuf.MessageExtensions.ToByteArray(new Note { Number = random.Next(), Text = "right" }),
        };
        int? claimed = random.Next(3) == 0 ? random.Next(2) == 0 ? Lengths[random.Next(Lengths.Length)] : payload.Length + random.Next(-2, 3) : null;
        return Frames.Of(Flags[random.Next(Flags.Length)], payload, claimed);
    }
}
