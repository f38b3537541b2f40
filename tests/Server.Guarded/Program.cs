using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TopGun.Core.Access;
using TopGun.Server;
using TopGun.Server.Auth;
using TopGun.Server.Resolvers;

// A server whose map "accounts" admits no negative numbers, on the data file that it is given. Everybody may do everything. It
// says where it listens, a token, and "ready".
const string Secret = "a-secret-of-the-tests-with-more-than-32-bytes";
var builder = WebApplication.CreateSlimBuilder();
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.UseTopGunLimits();
    kestrel.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2);
});
builder.Services.AddTopGun(options =>
{
    options.DataFile = args[0];
    options.Jwt.Secret = Secret;
    options.Permissions.Add(new PermissionRule { Roles = { "*" }, Maps = { "*" }, Actions = MapAction.Read | MapAction.Put | MapAction.Remove });
    options.Resolvers.Add("accounts", BuiltInResolvers.NonNegative(new() { Fields = ["balance"], Reason = "An account is never overdrawn." }));
});

var app = builder.Build();
app.MapTopGun();
await app.StartAsync();
Console.WriteLine($"grpc: {app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()}");
Console.WriteLine($"token: {Token("dev")}");
Console.WriteLine("ready");
await app.WaitForShutdownAsync();

static string Token(string user)
{
    var payload = $$"""{"sub":"{{user}}","exp":{{DateTimeOffset.UtcNow.AddDays(1).ToUnixTimeSeconds()}}}""";
    var text = $"{Encode(Encoding.UTF8.GetBytes("""{"alg":"HS256","typ":"JWT"}"""))}.{Encode(Encoding.UTF8.GetBytes(payload))}";
    return $"{text}.{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.ASCII.GetBytes(text)))}";
}

static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
