using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>How a call ended.</summary>
/// <param name="Status">The status.</param>
/// <param name="Trailers">The metadata that came with it.</param>
/// <param name="Side">Who ended it.</param>
internal sealed record CallEnd(Status Status, Metadata Trailers, EndingSide Side);
