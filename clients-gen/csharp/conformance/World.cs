using System.Text.Json;
using Grpc.Core;
using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>A map of a scenario's own, a server to reach it at, and what a scenario expects.</summary>
internal sealed class World(string scenario, TopGunServer server)
{
    public static string Address { get; } = $"http://{Variable("ADDRESS")}";

    public static DateTime Deadline => DateTime.UtcNow.AddMinutes(1);

    public string Map { get; } = Variable("MAPS") + scenario;

    public TopGunServer Server { get; } = server;

    public static string Variable(string name) => Environment.GetEnvironmentVariable($"CONFORMANCE_{name}")
        ?? throw new InvalidOperationException($"CONFORMANCE_{name} is not set; see tests/Conformance/SCENARIOS.md.");

    /// <summary>A file of the kit or of the contract's vectors.</summary>
    public static JsonElement Data(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Variable("DATA"), file)), new JsonDocumentOptions { MaxDepth = 200 }).RootElement;

    /// <summary>An object.</summary>
    public static Dictionary<string, object?> Object(params (string Name, object? Value)[] fields) => fields.ToDictionary(field => field.Name, field => field.Value);

    /// <summary>Fails the scenario where two things are not the same.</summary>
    public static void Expect(object? actual, object? expected, string what)
    {
        // Values of the contract compare by what they say.
        if (!Values.ToValue(actual).Equals(Values.ToValue(expected))) throw new InvalidOperationException($"{what} is {Values.ToValue(actual)}; {Values.ToValue(expected)} was expected");
    }

    /// <summary>Makes a call that must fail, and returns what it says.</summary>
    public static async Task<Failure> RefusalAsync(Func<Task> call, StatusCode code, string reason)
    {
        try
        {
            await call();
        }
        catch (RpcException failed)
        {
            var failure = Failure.Of(failed);
            Expect($"{failed.StatusCode} {failure.Reason}", $"{code} {reason}", "the refusal");
            return failure;
        }

        throw new InvalidOperationException($"nothing was refused; {reason} was expected");
    }

    public async Task<PutResponse> PutAsync(string key, object? native, ulong? ttlMs = null, string idempotencyKey = "")
    {
        var request = new PutRequest { Map = Map, Key = key, Value = Values.ToValue(native), IdempotencyKey = idempotencyKey };
        if (ttlMs is { } ttl) request.TtlMs = ttl;
        return await Server.Map.PutAsync(request, deadline: Deadline);
    }

    public async Task<PatchResponse> PatchAsync(string key, Dictionary<string, object?> changes, bool mustExist = false, params string[] erase)
        => await Server.Map.PatchAsync(
            new PatchRequest { Map = Map, Key = key, MustExist = mustExist, Patch = new Patch { Set = { Values.FieldsOf(changes).Fields }, Erase = { erase } } }, deadline: Deadline);

    public async Task RemoveAsync(string key) => await Server.Map.RemoveAsync(new RemoveRequest { Map = Map, Key = key }, deadline: Deadline);

    public async Task<Entry?> GetAsync(string key, params FieldPath[] fields)
        => (await Server.Map.GetAsync(new GetRequest { Map = Map, Key = key, Fields = { fields } }, deadline: Deadline)).Entry;

    /// <summary>The native value; the text "absent" where there is no record.</summary>
    public async Task<object?> ValueAsync(string key, params FieldPath[] fields) => await GetAsync(key, fields) is { } entry ? Values.ToNative(entry.Value) : "absent";
}
