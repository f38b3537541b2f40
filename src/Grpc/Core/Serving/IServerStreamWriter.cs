namespace Grpc.Core;

/// <summary>The responses of a handler.</summary>
internal interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;
