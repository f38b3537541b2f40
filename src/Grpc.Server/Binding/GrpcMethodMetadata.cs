using Grpc.Core;

namespace TopGun.Grpc.Server.Binding;

/// <summary>Tells middleware which method an endpoint is.</summary>
internal sealed record GrpcMethodMetadata(Type ServiceType, IMethod Method);
