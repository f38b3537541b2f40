using System.Runtime.CompilerServices;
using TopGun.Client.Connection;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;

namespace TopGun.EndToEnd.Difference;

/// <summary>The client's own way to a server, where what comes and goes after Welcome is counted.</summary>
internal sealed class CountedWay(string address) : ISyncTransport
{
    private readonly GrpcTransport _way = new(address, TimeProvider.System);
    private int _bytes;
    private int _asked;
    private int _records;

    /// <summary>Bytes of the frames, serialised, without Hello, Welcome and heartbeats.</summary>
    public int Bytes => Volatile.Read(ref _bytes);

    /// <summary>Frames that the client waited for an answer to: subscriptions and questions about digests.</summary>
    public int RoundTrips => Volatile.Read(ref _asked);

    /// <summary>Records that came.</summary>
    public int Records => Volatile.Read(ref _records);

    public ISyncStream Open(string? token, TransportRung rung) => new Counted(this, _way.Open(token, rung));

    public Task<StreamFailure> ExplainAsync(StreamFailure failure, CancellationToken cancellationToken) => _way.ExplainAsync(failure, cancellationToken);

    public void Dispose() => _way.Dispose();

    private sealed class Counted(CountedWay way, ISyncStream stream) : ISyncStream
    {
        public Task WriteAsync(ClientFrame frame, bool more, CancellationToken cancellationToken)
        {
            if (frame is Subscribe or DigestRequest) Interlocked.Increment(ref way._asked);
            if (frame is not Hello and not Ping) Interlocked.Add(ref way._bytes, ClientFrameMapping.ToWire(frame).CalculateSize());
            return stream.WriteAsync(frame, more, cancellationToken);
        }

        public async IAsyncEnumerable<ServerFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await foreach (var frame in stream.ReadAsync(cancellationToken))
            {
                if (frame is not Welcome and not Pong) Interlocked.Add(ref way._bytes, ServerFrameMapping.ToWire(frame).CalculateSize());
                if (frame is ChangePage page) Interlocked.Add(ref way._records, page.Records.Count);
                if (frame is DigestReply reply) Interlocked.Add(ref way._records, reply.Records.Count + reply.Nodes.Sum(node => node.Entries.Count(entry => entry.Bytes is not null)));
                yield return frame;
            }
        }

        public void Dispose() => stream.Dispose();
    }
}
