using Microsoft.Extensions.Hosting;
using ServiceToService;

// Two services of one restaurant. They share no database and do not call each other: one writes orders, the other has them at hand.
var app = args switch
{
    ["orders"] => Orders.Build(Surroundings.Read()),
    ["kitchen"] => Kitchen.Build(Surroundings.Read()),
    _ => null,
};
if (app is null)
{
    Console.Error.WriteLine("Say which service: 'orders' or 'kitchen'. README.md beside this program tells what they need.");
    return 2;
}

await app.StartAsync();
foreach (var url in app.Urls) Console.WriteLine($"listening: {url}");
await app.WaitForShutdownAsync();
return 0;
