using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using TopGun.Client;
using TopGun.Core.Values;

namespace ServiceToService;

/// <summary>Has all orders at hand in a replica of its own, and cooks on when the server is away.</summary>
internal static class Kitchen
{
    public static WebApplication Build(Surroundings surroundings)
    {
        var builder = WebApplication.CreateSlimBuilder();
        // The container disposes of it when the service stops: what was not sent stays in the file.
        builder.Services.AddSingleton(_ => TopGunClient.Open(new TopGunClientOptions
        {
            Server = surroundings.Server,
            Token = surroundings.Token,
            ReplicaFile = surroundings.ReplicaFile,
        }));
        var app = builder.Build();
        var client = app.Services.GetRequiredService<TopGunClient>();
        var orders = client.GetMap<Order>(Order.Map);

        app.MapGet("/orders", () => orders.Entries().ToDictionary(order => order.Key, order => order.Value));

        app.MapPost("/orders/{id}/done", (string id) =>
        {
            if (orders.Get(id) is null) return Results.NotFound();
            // Durable here when this returns; the server hears of it now or later.
            orders.Raw.Patch(id, Value.Object(("state", "done")));
            return Results.Accepted();
        });

        app.MapGet("/state", () => new { phase = client.State.Phase.ToString(), waiting = client.PendingCount, refused = client.Rejections.List().Count });
        return app;
    }
}
