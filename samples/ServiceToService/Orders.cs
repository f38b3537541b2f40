using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using TopGun.Protocol.V1;

namespace ServiceToService;

/// <summary>Takes orders over HTTP and writes each by MapService. It keeps nothing: each call is answered by the server, from what is committed.</summary>
internal static class Orders
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static WebApplication Build(Surroundings surroundings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        var app = builder.Build();
        var channel = GrpcChannel.ForAddress(surroundings.Server);
        var maps = new MapService.MapServiceClient(channel);
        app.Lifetime.ApplicationStopped.Register(channel.Dispose);

        app.MapPut("/orders/{id}", async (string id, Order order, CancellationToken aborted) =>
        {
            var request = new PutRequest
            {
                Map = Order.Map,
                Key = id,
                Value = new Value { ObjectValue = new() { Fields = { ["dish"] = Text(order.Dish), ["state"] = Text(order.State) } } },
                // Whoever did not hear the answer asks again, and the order is cooked once.
                IdempotencyKey = $"order {id}",
            };
            return await AnswerAsync(async () =>
            {
                var response = await maps.PutAsync(request, Options(surroundings, aborted));
                return Results.Ok(new { version = response.Version });
            });
        });

        app.MapGet("/orders/{id}", async (string id, CancellationToken aborted) => await AnswerAsync(async () =>
        {
            var response = await maps.GetAsync(new GetRequest { Map = Order.Map, Key = id }, Options(surroundings, aborted));
            var fields = response.Entry?.Value?.ObjectValue?.Fields;
            return fields is null ? Results.NotFound() : Results.Ok(new Order(fields["dish"].StringValue, fields["state"].StringValue));
        }));
        return app;
    }

    private static async Task<IResult> AnswerAsync(Func<Task<IResult>> answer)
    {
        try
        {
            return await answer();
        }
        catch (RpcException failed)
        {
            // A write that was refused is refused for good; the others may be sent again as they were.
            var status = failed.StatusCode switch
            {
                StatusCode.PermissionDenied => StatusCodes.Status403Forbidden,
                StatusCode.FailedPrecondition or StatusCode.AlreadyExists => StatusCodes.Status409Conflict,
                StatusCode.InvalidArgument => StatusCodes.Status400BadRequest,
                _ => StatusCodes.Status503ServiceUnavailable,
            };
            return Results.Problem(failed.Status.Detail, statusCode: status);
        }
    }

    private static CallOptions Options(Surroundings surroundings, CancellationToken aborted)
        => new(new Metadata { { "authorization", $"Bearer {surroundings.Token}" } }, DateTime.UtcNow + Patience, aborted);

    private static Value Text(string text) => new() { StringValue = text };
}
