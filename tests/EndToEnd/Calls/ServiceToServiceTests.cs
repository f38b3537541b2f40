using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TopGun.EndToEnd.Processes;
using TopGun.Server.Tests.Auth;

namespace TopGun.EndToEnd.Calls;

/// <summary>The sample of two services: one writes by calls, the other keeps a replica, each with a token of its own.</summary>
public sealed class ServiceToServiceTests
{
    private const string Permissions = "waiter,cook:orders:READ,PUT";

    [Fact]
    public async Task What_one_service_writes_the_other_has_at_hand_also_when_the_server_is_gone()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartGuardedAsync(place.Data, Jwt.Secret, Permissions);
        await using var orders = await Service.StartAsync("orders", server, "waiter", place);
        await using var kitchen = await Service.StartAsync("kitchen", server, "cook", place);
        await using var stranger = await Service.StartAsync("orders", server, "guest", place);

        Assert.Equal(HttpStatusCode.OK, await orders.PutAsync("7", "soup"));
        // Its answer was lost, perhaps; and then somebody takes the number for another order.
        Assert.Equal(HttpStatusCode.OK, await orders.PutAsync("7", "soup"));
        Assert.Equal(HttpStatusCode.Conflict, await orders.PutAsync("7", "cake"));
        Assert.Equal(HttpStatusCode.Forbidden, await stranger.PutAsync("8", "soup"));

        await kitchen.UntilAsync("/orders", held => held["7"] is not null);
        Assert.Equal(HttpStatusCode.Accepted, (await kitchen.Http.PostAsync("/orders/7/done", null)).StatusCode);
        await orders.UntilAsync("/orders/7", order => (string?)order["state"] == "done");

        await server.KillAsync();
        await orders.PutAsync("9", "soup").ContinueWith(put => Assert.Equal(HttpStatusCode.ServiceUnavailable, put.Result));
        Assert.Equal("soup", (string?)(await kitchen.Http.GetFromJsonAsync<JsonObject>("/orders"))!["7"]!["dish"]);
        Assert.Equal(HttpStatusCode.Accepted, (await kitchen.Http.PostAsync("/orders/7/done", null)).StatusCode);
    }

    /// <summary>One of the services, as a process.</summary>
    private sealed class Service : IAsyncDisposable
    {
        private readonly Process _process;
        private readonly ConcurrentQueue<string> _said = new();

        private Service(Process process) => _process = process;

        public HttpClient Http { get; } = new();

        public static async Task<Service> StartAsync(string name, ServerProcess server, string role, Place place)
        {
            var expires = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeSeconds();
            var start = ProgramRun.Describe(Built.ServiceToService, [name], new Dictionary<string, string>
            {
                ["TOPGUN_SERVER"] = server.Address,
                ["TOPGUN_TOKEN"] = Jwt.For(name, expires, $$""","roles":["{{role}}"]"""),
                ["REPLICA_FILE"] = place.File($"{role}.db"),
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
            });
            var service = new Service(Process.Start(start)!);
            var ready = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
            service._process.OutputDataReceived += (_, line) => service.Hear(line.Data, ready);
            service._process.ErrorDataReceived += (_, line) => service._said.Enqueue(line.Data ?? "");
            service._process.BeginOutputReadLine();
            service._process.BeginErrorReadLine();
            try
            {
                service.Http.BaseAddress = await ready.Task.WaitAsync(ProgramRun.Patience);
                return service;
            }
            catch
            {
                await service.DisposeAsync();
                throw;
            }
        }

        public async Task<HttpStatusCode> PutAsync(string id, string dish)
        {
            using var response = await Http.PutAsJsonAsync($"/orders/{id}", new { dish, state = "new" });
            return response.StatusCode;
        }

        public async Task UntilAsync(string path, Func<JsonObject, bool> isReached)
        {
            using var patience = new CancellationTokenSource(ProgramRun.Patience);
            while (!isReached((await Http.GetFromJsonAsync<JsonObject>(path, patience.Token))!)) await Task.Delay(50, patience.Token);
        }

        public async ValueTask DisposeAsync()
        {
            if (!_process.HasExited) _process.Kill();
            await _process.WaitForExitAsync();
            _process.Dispose();
            Http.Dispose();
        }

        private void Hear(string? line, TaskCompletionSource<Uri> ready)
        {
            if (line is null) ready.TrySetException(new InvalidOperationException($"The service ended before it was ready: {string.Join('\n', _said)}"));
            else if (line.Split(' ') is ["listening:", var url]) ready.TrySetResult(new Uri(url));
            else _said.Enqueue(line);
        }
    }
}
