using System.Diagnostics;
using System.Net;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Grpc.Errors;
using TopGun.Protocol.V1;

namespace TopGun.LoadGenerator;

/// <summary>Drives a server with calls of many writes: as many a second as is asked, or by callers who wait for their answers.</summary>
/// <remarks>Below the stubs, on HTTP alone, since it has to be cheap beside the server.</remarks>
internal sealed class CallRun(CallShape shape)
{
    // Beyond it the program would measure its own memory. Such calls are counted as not offered.
    private const int MostUnanswered = 50_000;

    private readonly CallTally _tally = new();
    private readonly PreparedBatch _prepared = new(shape.Map, shape.Batch);
    private readonly HttpMessageInvoker[] _connections = [.. Enumerable.Range(0, shape.Connections).Select(_ => new HttpMessageInvoker(GrpcHttpHandler.Create()))];
    private readonly Uri _method = new(shape.Server, "/topgun.v1.MapService/Batch");
    private readonly long _start = Random.Shared.NextInt64(1 << 30);
    private long _calls;
    private int _unanswered;

    public async Task<string> RunAsync(CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] driving = shape.Rate > 0 ? [OfferAsync(stopping.Token)] : [.. Enumerable.Range(0, shape.Callers).Select(_ => WaitInTurnAsync(stopping.Token))];
        await Task.Delay(shape.WarmUp, cancellationToken);
        var before = (ProcessReading.Of(shape.ServerPid).CpuSeconds, At: Stopwatch.GetTimestamp());
        _tally.Begin();
        await Task.Delay(shape.Measured, cancellationToken);
        _tally.End();
        var cpu = ProcessReading.Of(shape.ServerPid).CpuSeconds - before.CpuSeconds;
        var elapsed = Stopwatch.GetElapsedTime(before.At).TotalSeconds;
        await stopping.CancelAsync();
        await Task.WhenAll(driving).ContinueWith(_ => { }, TaskScheduler.Default);
        foreach (var connection in _connections) connection.Dispose();
        return $"{_tally.Line(elapsed, cpu)} rss_mb={ProcessReading.Of(shape.ServerPid).ResidentBytes >> 20}";
    }

    private async Task OfferAsync(CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        for (var made = 0L; ;)
        {
            var due = (long)(Stopwatch.GetElapsedTime(start).TotalSeconds * shape.Rate);
            // Each at its time: what a late program could not send counts from when it should have been sent.
            for (; made < due; made++)
            {
                if (Volatile.Read(ref _unanswered) < MostUnanswered)
                {
                    var at = start + (long)(made / shape.Rate * Stopwatch.Frequency);
                    _ = CallAsync(at, at, cancellationToken);
                }
            }

            await Task.Delay(1, cancellationToken);
        }
    }

    private async Task WaitInTurnAsync(CancellationToken cancellationToken)
    {
        var first = Stopwatch.GetTimestamp();
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var wait = await CallAsync(first, Stopwatch.GetTimestamp(), cancellationToken);
                if (wait == TimeSpan.Zero) first = Stopwatch.GetTimestamp();
                else await Task.Delay(wait, cancellationToken);
            }
        }
        finally
        {
            _tally.LeaveWaiting(Stopwatch.GetElapsedTime(first));
        }
    }

    // How long the server asks to wait. A call that is made again counts from its first time until it is taken.
    private async Task<TimeSpan> CallAsync(long first, long since, CancellationToken cancellationToken)
    {
        _tally.Offer();
        Interlocked.Increment(ref _unanswered);
        try
        {
            var number = Interlocked.Increment(ref _calls);
            using var request = new HttpRequestMessage(HttpMethod.Post, _method) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
            request.Headers.TryAddWithoutValidation("te", "trailers");
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {shape.Token}");
            request.Content = new ByteArrayContent(_prepared.Next(_start + number, shape.Keys));
            request.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
            using var response = await _connections[number % _connections.Length].SendAsync(request, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            var waited = Stopwatch.GetElapsedTime(since);
            var status = Told(response, "grpc-status");
            if (status == "0")
            {
                _tally.Take(BatchResponse.Parser.ParseFrom(body, 5, body.Length - 5).Results.Count(result => result.Code is OpResultCode.Applied or OpResultCode.Superseded), Stopwatch.GetElapsedTime(first));
                return TimeSpan.Zero;
            }

            if (status != "8")
            {
                _tally.Fail($"status {status}: {Told(response, "grpc-message")}");
                return TimeSpan.FromSeconds(1);
            }

            var after = TimeToWait(response);
            _tally.HoldBack(waited, after is not null);
            return after ?? TimeSpan.FromSeconds(1);
        }
        catch (HttpRequestException failure)
        {
            _tally.Fail(failure.ToString());
            return TimeSpan.FromSeconds(1);
        }
        finally
        {
            Interlocked.Decrement(ref _unanswered);
        }
    }

    private static TimeSpan? TimeToWait(HttpResponseMessage response)
    {
        if (Told(response, RichStatus.TrailerName) is not { } text) return null;
        var status = RichStatus.Read(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')), StatusCode.ResourceExhausted);
        return status?.Details.Select(detail => detail.TryUnpack<RetryInfo>(out var retry) ? retry : null).FirstOrDefault(retry => retry is not null)?.RetryDelay.ToTimeSpan();
    }

    private static string? Told(HttpResponseMessage response, string name)
        => response.Headers.TryGetValues(name, out var values) || response.TrailingHeaders.TryGetValues(name, out values) ? values.First() : null;
}
