using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Google.Protobuf;
using TopGun.Protocol.V1;

namespace TopGun.LoadGenerator;

/// <summary>The bytes of a call of MapService.Batch, made once; only the keys are written into each copy.</summary>
/// <remarks>So a program can offer far more than a server takes and use less of the processor than the server does. Safe for many threads at once.</remarks>
internal sealed class PreparedBatch
{
    private const int KeyDigits = 8;
    private const int HeaderBytes = 5;

    private readonly byte[] _bytes;
    private readonly int[] _keys;

    public PreparedBatch(string map, int writes)
    {
        var request = new BatchRequest { Map = map };
        for (var i = 0; i < writes; i++)
        {
            request.Writes.Add(new BatchWrite { Key = KeyOf(i), Put = new Value { ObjectValue = new ObjectValue { Fields =
            {
                ["title"] = new Value { StringValue = new string('x', 32) },
                ["count"] = new Value { Int64Value = long.MaxValue - i },
                ["done"] = new Value { BoolValue = (i & 1) == 0 },
            } } } });
        }

        _bytes = new byte[HeaderBytes + request.CalculateSize()];
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(1), _bytes.Length - HeaderBytes);
        request.WriteTo(_bytes.AsSpan(HeaderBytes));
        _keys = [.. Enumerable.Range(0, writes).Select(i => _bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(KeyOf(i))))];
    }

    /// <summary>A call that writes other keys than those before it, out of so many.</summary>
    public byte[] Next(long number, int keys)
    {
        var bytes = _bytes.AsSpan().ToArray();
        for (var i = 0; i < _keys.Length; i++)
            ((int)(((number * _keys.Length) + i) % keys)).TryFormat(bytes.AsSpan(_keys[i], KeyDigits), out _, "x8", CultureInfo.InvariantCulture);
        return bytes;
    }

    private static string KeyOf(int i) => i.ToString("x8", CultureInfo.InvariantCulture);
}
