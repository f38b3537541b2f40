using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Tells middleware which method an endpoint is.</summary>
internal sealed record GrpcMethodMetadata(Type ServiceType, IMethod Method);
