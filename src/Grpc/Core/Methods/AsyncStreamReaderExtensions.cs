using System.Runtime.CompilerServices;

namespace Grpc.Core;

/// <summary>Shorter ways to read a stream.</summary>
internal static class AsyncStreamReaderExtensions
{
    /// <summary>Waits for the next message.</summary>
    public static Task<bool> MoveNext<T>(this IAsyncStreamReader<T> reader)
        where T : class
        => reader.MoveNext(CancellationToken.None);

    /// <summary>The messages up to the end of the stream.</summary>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> reader, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await reader.MoveNext(cancellationToken)) yield return reader.Current;
    }
}
