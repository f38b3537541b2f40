using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using TopGun.Core.Sync;
using TopGun.Grpc.Wire;
using TopGun.Server.Auth;
using TopGun.Server.Limits;
using TopGun.Server.Maps;
using TopGun.Server.Sessions;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Calls;

/// <summary>Says no to calls that write before their writes are read, while others are held back. Safe for many threads at once.</summary>
/// <remarks>
/// Reading a hundred writes costs the server ten times what it costs to say that it does not take them, and under ten times the load that it can take it would do little else. What it lets
/// pass is asked again when it is read: this door only saves work, it decides nothing that the calls behind it do not decide in the same way (INV-LIM-4).
/// It looks at the exchange below the gRPC runtime, so it is the same for each of them.
/// </remarks>
internal sealed class WriteAdmission(PartitionTable partitions, UserLimits users, TokenAuthenticator authenticator, SyncLimits limits, Pressure pressure)
{
    private const string MediaType = "application/grpc";

    // What is longer is not worth being taken off the wire; the client is told to stop.
    private const long MostPassedOver = 64 << 10;

    /// <summary>The methods of MapService that write nothing.</summary>
    public static IReadOnlySet<string> Reads { get; } = new HashSet<string>(StringComparer.Ordinal) { "Get", "Query", "Watch" };

    /// <summary>Puts the door before the methods that write; a convention of their endpoints.</summary>
    public static void Before(EndpointBuilder endpoint)
    {
        if (endpoint is not RouteEndpointBuilder { RequestDelegate: { } answer, RoutePattern.RawText: { } path }) return;
        var method = path[(path.LastIndexOf('/') + 1)..];
        if (Wire.MapService.Descriptor.FindMethodByName(method) is null || Reads.Contains(method)) return;
        var isBatch = method == nameof(Wire.MapService.MapServiceBase.Batch);
        endpoint.RequestDelegate = http => http.RequestServices.GetRequiredService<WriteAdmission>().AnswerAsync(http, isBatch, answer);
    }

    /// <summary>The writes of a call were read: they are about to be handed over, or refused.</summary>
    public static void Read(ServerCallContext context) => context.GetHttpContext().Features.Get<CallReading>()?.Dispose();

    private async Task AnswerAsync(HttpContext http, bool isBatch, RequestDelegate answer)
    {
        var (held, place) = pressure.IsOn ? await LookAsync(http, isBatch) : default;
        if (held is not null)
        {
            await PassOverAsync(http);
            Refuse(http, held);
            return;
        }

        pressure.BeginReading();
        using var reading = new CallReading(pressure, place);
        http.Features.Set(reading);
        await answer(http);
    }

    private async ValueTask<(SyncError? Held, WaitingPlace? Place)> LookAsync(HttpContext http, bool isBatch)
    {
        // Others put the status elsewhere: gRPC-Web into the body.
        if (http.Request.ContentType != MediaType || !HttpProtocol.IsHttp2(http.Request.Protocol)) return default;
        // Who was not seen before is checked in the call itself, and known from then on.
        if (await authenticator.FindKnownAsync(http.Request.Headers.Authorization.ToString()) is not { } credential) return default;
        if (await OutlineAsync(http, isBatch) is not { } outline) return default;
        var subject = credential.Principal.Subject;
        return users.WhyNot(subject, outline.Writes) is { } tooFast ? (tooFast, null) : partitions.Of(outline.Map).TryEnter(outline.Map, subject, outline.Writes, outline.Bytes);
    }

    private async ValueTask<WriteOutline?> OutlineAsync(HttpContext http, bool isBatch)
    {
        try
        {
            var body = http.Request.BodyReader;
            var read = await body.ReadAsync(http.RequestAborted);
            var outline = read.IsCanceled ? null : WriteOutline.Find(read.Buffer, isBatch, limits.MaxMapNameBytes);
            // Nothing was taken and nothing looked at, so who reads next finds it at once.
            body.AdvanceTo(read.Buffer.Start);
            return outline;
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // It ends the same way for the call that reads next.
            return null;
        }
    }

    // Up to its end, where that is near: a stream that is answered before it has ended is kept for seconds, and under load that comes to more memory and work than all else of a refusal.
    private static async ValueTask PassOverAsync(HttpContext http)
    {
        try
        {
            var body = http.Request.BodyReader;
            for (var passed = 0L; passed < MostPassedOver;)
            {
                var read = await body.ReadAsync(http.RequestAborted);
                passed += read.Buffer.Length;
                body.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted || read.IsCanceled) return;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            // Nobody waits for the answer.
        }
    }

    // A status without messages goes in the headers.
    private static void Refuse(HttpContext http, SyncError held)
    {
        var failure = CallFailure.Of(held);
        var headers = http.Response.Headers;
        headers.ContentType = MediaType;
        headers["grpc-status"] = ((int)failure.StatusCode).ToString(CultureInfo.InvariantCulture);
        // It has the name of the map in it, in which anything may stand.
        headers["grpc-message"] = StatusMessage.Encode(failure.Status.Detail);
        foreach (var trailer in failure.Trailers) headers[trailer.Key] = trailer.IsBinary ? Convert.ToBase64String(trailer.ValueBytes).TrimEnd('=') : trailer.Value;
    }
}
