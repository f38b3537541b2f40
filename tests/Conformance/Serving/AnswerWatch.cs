namespace TopGun.Conformance.Serving;

/// <summary>Reads what a server sends by HTTP/2, and sees where the first message of an answer begins.</summary>
internal sealed class AnswerWatch
{
    private const int HeaderBytes = 9;
    private const int DataFrame = 0;

    private readonly byte[] _header = new byte[HeaderBytes];
    private int _headerHas;
    private int _payloadLeft;

    /// <summary>Whether a frame of data begins in these bytes, the next that the server sent.</summary>
    public bool HasAnswer(ReadOnlySpan<byte> bytes)
    {
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
            if (_header[3] == DataFrame && _payloadLeft > 0) return true;
        }

        return false;
    }
}
