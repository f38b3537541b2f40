namespace TopGun.Conformance.Serving;

/// <summary>Reads what a server sends by HTTP/2, and sees where the data of an answer begins.</summary>
/// <param name="passes">How many frames of data it passes over before.</param>
internal sealed class AnswerWatch(int passes = 0)
{
    private const int HeaderBytes = 9;
    private const int DataFrame = 0;

    private readonly byte[] _header = new byte[HeaderBytes];
    private int _headerHas;
    private int _payloadLeft;
    private int _passes = passes;

    /// <summary>Whether the frame of data begins in these bytes, the next that the server sent.</summary>
    public bool HasAnswer(ReadOnlyMemory<byte> sent)
    {
        var bytes = sent.Span;
        while (!bytes.IsEmpty)
        {
            if (_payloadLeft > 0)
            {
                var passed = Math.Min(_payloadLeft, bytes.Length);
                _payloadLeft -= passed;
                bytes = bytes[passed..];
                continue;
            }

            _header[_headerHas++] = bytes[0];
            bytes = bytes[1..];
            if (_headerHas < HeaderBytes) continue;
            _headerHas = 0;
            _payloadLeft = (_header[0] << 16) | (_header[1] << 8) | _header[2];
            if (_header[3] == DataFrame && _payloadLeft > 0 && _passes-- == 0) return true;
        }

        return false;
    }
}
