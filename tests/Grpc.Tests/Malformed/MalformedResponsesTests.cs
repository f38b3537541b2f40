using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using TopGun.Grpc.Tests.Protos;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Malformed;

/// <summary>A client under responses that are wrong in every place: each call ends, and with a status.</summary>
[Collection(nameof(MemoryMeasured))]
public sealed class MalformedResponsesTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(nameof(WireForm.Grpc))]
    [InlineData(nameof(WireForm.Web))]
    [InlineData(nameof(WireForm.WebText))]
    public async Task Every_call_ends_with_a_status(string name)
    {
        var form = Enum.Parse<WireForm>(name);
        var calls = int.Parse(Environment.GetEnvironmentVariable("TOPGUN_SEEDS") ?? "3000") / 3;
        var seed = 0;
        var memory = new KeptMemory();
        await using var server = await ScriptedServer.StartAsync(http => AnswerAsync(http, form, new Random(Volatile.Read(ref seed))), form);
        for (var i = 1; i <= calls; i++)
        {
            if (i == (calls / 10) + 1) memory.Begin();
            Volatile.Write(ref seed, i);
            try
            {
                using var call = server.Client.Tell(new Note());
                while (await call.ResponseStream.MoveNext().WaitAsync(TimeSpan.FromSeconds(30))) ;
            }
            catch (RpcException)
            {
                // As it should.
            }
            catch (Exception e)
            {
                Assert.Fail($"The call of seed {i} ended with {e}");
            }
        }

        output.WriteLine($"{calls} calls: {memory.End()}");
    }

    private static async Task AnswerAsync(HttpContext http, WireForm form, Random random)
    {
        var response = http.Response;
        if (random.Next(8) == 0) response.StatusCode = random.Next(200, 600);
        response.ContentType = random.Next(10) == 0 ? "text/html" : MediaType.Of(form);
        if (random.Next(3) == 0) response.Headers["grpc-encoding"] = random.Next(4) == 0 ? "snappy" : "gzip";
        if (random.Next(20) == 0) response.Headers["grpc-status"] = $"{random.Next(-2, 20)}";
        if (random.Next(20) == 0) response.Headers["x-bin"] = "?";
        if (random.Next(30) == 0) response.Headers["x"] = new string('x', random.Next(40_000));
        if (random.Next(2) == 0) response.AppendTrailer("grpc-status", $"{random.Next(-2, 20)}");
        if (random.Next(4) == 0) response.AppendTrailer("grpc-message", "%%%zz%C3");
        if (random.Next(20) == 0) response.AppendTrailer("grpc-status-details-bin", "?");
        var body = Mutilated.Body(random);
        if (form == WireForm.WebText && random.Next(4) > 0) body = System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(body));
        try
        {
            foreach (var piece in body.Chunk(random.Next(1, 16 * 1024)).Take(20))
            {
                await response.Body.WriteAsync(piece);
                if (random.Next(30) == 0) http.Features.GetRequiredFeature<IHttpResetFeature>().Reset(random.Next(14));
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or InvalidOperationException)
        {
            // The client has given up already, or the status has no body.
        }
    }
}
