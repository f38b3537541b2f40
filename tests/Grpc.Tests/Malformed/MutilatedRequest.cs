using System.Globalization;
using System.Text;

namespace TopGun.Grpc.Tests.Malformed;

/// <summary>Requests of gRPC-Web over HTTP/1.1 that are wrong in every place. The same random numbers make the same ones.</summary>
internal static class MutilatedRequest
{
    private static readonly string[] Methods = ["OPTIONS", "GET", "PUT", "post"];
    private static readonly string[] Paths = ["Ask", "Collect", "Tell", "Talk", "Ask", "Collect", "Tell", "Talk", "Ask", "Collect", "Tell", "Talk", "Absent", "", "Ask/Ask", "%ff", "Ask?x=%00"];

    private static readonly string[] ContentTypes =
    [
        "application/grpc-web", "application/grpc-web+proto", "application/grpc-web", "application/grpc-web+proto",
        "application/grpc-web+json", "application/grpc-webtext", "application/grpc", "application/grpc-web;;;=", "text/html", "", "/", ";",
    ];

    private static readonly string[] TextTypes =
    [
        "application/grpc-web-text", "application/grpc-web-text+proto", "application/grpc-web-text", "Application/GRPC-Web-Text+Proto; charset=utf-8",
        "application/grpc-web-text+", "application/grpc-web-textual",
    ];

    private static readonly string[] Trailers = ["grpc-status: 0\r\n", "grpc-status: 0", "x", ":\r\n", "grpc-status: 99999999999\r\ngrpc-message: %%%\r\n", ""];

    public static byte[] Make(Random random)
    {
        var isText = random.Next(2) == 0;
        var body = Body(random);
        if (isText) body = Text(random, body);
        var head = new StringBuilder();
        // Mostly right as HTTP, so that most of what is wrong is found by who reads gRPC.
        head.Append(random.Next(6) > 0 ? "POST" : Methods[random.Next(Methods.Length)]).Append(" /topgun.grpc.tests.ProbeService/").Append(Paths[random.Next(Paths.Length)])
            .Append(random.Next(60) == 0 ? " HTTP/9.9\r\n" : " HTTP/1.1\r\n").Append("Host: localhost\r\n");
        var types = isText ? TextTypes : ContentTypes;
        for (var count = random.Next(20) == 0 ? random.Next(3) : 1; count > 0; count--) head.Append("Content-Type: ").Append(types[random.Next(types.Length)]).Append("\r\n");
        head.Append(Header(random));
        List<byte> request = [];
        switch (random.Next(20))
        {
            case 0: Add(Length($"{random.Next(body.Length + 1)}")); break; // what is too much is the next request
            case 1: Add(Length($"{body.Length + random.Next(1, 1000)}")); break; // cut
            case 2: Add(Length(random.Next(3) switch { 0 => "-1", 1 => "99999999999999999999", _ => "many" })); break;
            case 3: Add("\r\n", body); break; // no length at all
            case 4: Add("Transfer-Encoding: chunked\r\n\r\n", Chunked(random, body, isWrong: true)); break;
            case 5 or 6 or 7 or 8: Add("Transfer-Encoding: chunked\r\n\r\n", Chunked(random, body, isWrong: false)); break;
            default: Add(Length($"{body.Length}")); break;
        }

        return random.Next(30) == 0 ? [.. request[..random.Next(request.Count)]] : [.. request];

        string Length(string length) => $"Content-Length: {length}\r\n\r\n";

        void Add(string rest, byte[]? framed = null)
        {
            request.AddRange(Encoding.Latin1.GetBytes(head.Append(rest).ToString()));
            request.AddRange(framed ?? body);
        }
    }

    // Perhaps with a frame of trailers, which only a response may have, in any place.
    private static byte[] Body(Random random)
    {
        var body = Mutilated.Body(random);
        if (random.Next(3) > 0) return body;
        var trailers = Encoding.ASCII.GetBytes(Trailers[random.Next(Trailers.Length)]);
        var frame = Frames.Of((byte)(random.Next(2) == 0 ? 0x80 : 0x81), trailers, random.Next(3) == 0 ? random.Next(-1, 100_000) : null);
        return random.Next(2) == 0 ? [.. body, .. frame] : [.. frame, .. body];
    }

    private static byte[] Text(Random random, byte[] body)
    {
        // In runs that end anywhere, each padded, as a stream may have them; or in one.
        var run = random.Next(2) == 0 ? Math.Max(1, body.Length) : random.Next(1, 50);
        var text = Encoding.ASCII.GetBytes(string.Concat(body.Take(200_000).Chunk(run).Select(Convert.ToBase64String)));
        if (text.Length == 0) return text;
        switch (random.Next(6))
        {
            case 0: text[random.Next(text.Length)] = (byte)random.Next(256); break;
            case 1: text = text[..random.Next(text.Length)]; break;
            case 2: text = [.. text[..(text.Length / 2)], (byte)'=', .. text[(text.Length / 2)..]]; break;
            case 3: text = [.. text[..(text.Length / 2)], .. "\r\n\t "u8, .. text[(text.Length / 2)..]]; break;
            default: break;
        }

        return text;
    }

    private static byte[] Chunked(Random random, byte[] body, bool isWrong)
    {
        List<byte> chunked = [];
        foreach (var piece in body.Chunk(random.Next(1, 16 * 1024)).Take(50))
        {
            var isLie = isWrong && random.Next(3) == 0;
            chunked.AddRange(Encoding.ASCII.GetBytes(isLie
                ? random.Next(4) switch { 0 => "zz", 1 => "-1", 2 => "ffffffffffffffff", _ => (piece.Length + random.Next(-1, 2)).ToString("x", CultureInfo.InvariantCulture) }
                : piece.Length.ToString("x", CultureInfo.InvariantCulture)));
            chunked.AddRange("\r\n"u8);
            chunked.AddRange(piece);
            if (!isWrong || random.Next(10) > 0) chunked.AddRange("\r\n"u8);
        }

        if (!isWrong || random.Next(2) == 0) chunked.AddRange(random.Next(4) == 0 ? "0\r\ngrpc-status: 0\r\nx: y\r\n\r\n"u8 : "0\r\n\r\n"u8);
        return [.. chunked];
    }

    private static string Header(Random random) => random.Next(32) switch
    {
        0 => "grpc-encoding: gzip\r\n",
        1 => "grpc-encoding: snappy\r\n",
        2 => "grpc-timeout: 99999999H\r\n",
        3 => "grpc-timeout: -1S\r\n",
        4 => "grpc-timeout: 1n\r\n",
        5 => "x-bin: ?\r\n",
        6 => $"x: {new string('x', random.Next(100_000))}\r\n",
        7 => string.Concat(Enumerable.Range(0, random.Next(300)).Select(i => $"x{i}: y\r\n")),
        8 => "no colon\r\n",
        9 => "Expect: 100-continue\r\n",
        10 => "Origin: https://elsewhere.example\r\nAccess-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: x,,\r\n",
        11 => "x: y\rz\r\n",
        12 => "Connection: close\r\n",
        13 => "grpc-accept-encoding: ,,,gzip,,\r\ngrpc-encoding: gzip\r\n",
        _ => "",
    };
}
