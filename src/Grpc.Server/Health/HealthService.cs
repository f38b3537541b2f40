using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Routing;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace TopGun.Grpc.Server.Health;

/// <summary>The standard health service. All services of a server share its health, since they share its store.</summary>
internal sealed class HealthService(HealthState state, EndpointDataSource endpoints) : global::Grpc.Health.V1.Health.HealthBase
{
    /// <inheritdoc/>
    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
        => IsKnown(request.Service)
            ? Task.FromResult(Answer(StatusOf(state.Current.Phase)))
            : throw new RpcException(new Status(StatusCode.NotFound, $"The service '{request.Service}' is not known here."));

    /// <inheritdoc/>
    public override async Task Watch(
        HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        while (true)
        {
            var (phase, changed) = state.Current;
            var status = IsKnown(request.Service) ? StatusOf(phase) : ServingStatus.ServiceUnknown;
            await responseStream.WriteAsync(Answer(status), context.CancellationToken);

            // An open stream would hold the server's end up.
            if (phase == HealthPhase.Stopping) throw new RpcException(new Status(StatusCode.Unavailable, "The server is stopping."));
            await changed.WaitAsync(context.CancellationToken);
        }
    }

    private bool IsKnown(string service)
        => service.Length == 0 || endpoints.Endpoints.Any(
            endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.Method.ServiceName == service);

    private static ServingStatus StatusOf(HealthPhase phase) => phase == HealthPhase.Serving ? ServingStatus.Serving : ServingStatus.NotServing;

    private static HealthCheckResponse Answer(ServingStatus status) => new() { Status = status };
}
