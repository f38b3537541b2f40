using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TopGun.Core.Resolvers;
using TopGun.Core.Values;
using TopGun.Server;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.UseTopGunLimits();
    kestrel.Listen(IPAddress.Loopback, builder.Configuration.GetValue("Port", 8090), listen => listen.Protocols = HttpProtocols.Http2);
});
builder.Services.AddTopGun(builder.Configuration.GetSection("TopGun"), options => options.Resolvers.Add("stock", "never-below-zero", context =>
    context.RemoteValue is ObjectValue stock && stock["amount"] is Int64Value { Number: < 0 }
        ? ResolverDecision.Reject($"Of {context.Key} there is not so much left.")
        : ResolverDecision.Accept(context.RemoteValue)));

var app = builder.Build();
app.MapTopGun();
await app.StartAsync();

// The application writes to its own maps: through the same rules, durable, and seen by every client.
var stock = app.Services.GetRequiredService<ServerMaps>().Map("stock");
Console.WriteLine(await stock.PutAsync("apples", Value.Object(("amount", 5))));
Console.WriteLine(await stock.PutAsync("apples", Value.Object(("amount", -1))));
Console.WriteLine(await stock.GetAsync("apples"));
Console.WriteLine("ready");
await app.WaitForShutdownAsync();
