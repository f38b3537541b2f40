using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Interop;

/// <summary>One run of the Node program against our server, shared by the tests that look at its cases.</summary>
public sealed class NodeRun : IAsyncLifetime
{
    /// <summary>What the program printed; null when there is no Node on this machine.</summary>
    public string? Output { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (!IsInstalled("node") || !IsInstalled("npm")) return;

        var node = await ForeignProgram.RequireNodeAsync();
        await using var host = await TestHost.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip");
        Script(host.Script);
        var proto = Path.Combine(AppContext.BaseDirectory, "Protos", "probe.proto");
        Output = await ForeignProgram.RunAsync(node, "interop.mjs", host.Address.Authority, proto);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static void Script(ProbeScript script)
    {
        var cancelled = 0;
        script.Ask = async (request, context) =>
        {
            switch (request.Text)
            {
                case "metadata":
                    await context.WriteResponseHeadersAsync(new Metadata
                    {
                        { "x-text", context.RequestHeaders.GetValue("x-text")! },
                        { "x-bytes-bin", context.RequestHeaders.GetValueBytes("x-bytes-bin")! },
                    });
                    context.ResponseTrailers.Add("x-trailer", "end");
                    break;
                case "error":
                    // A google.rpc.Status with the same code and the message "x".
                    throw new RpcException(
                        new Status(StatusCode.FailedPrecondition, "zu früh ☕ 100%"),
                        new Metadata { { "grpc-status-details-bin", [8, 9, 18, 1, 120] } });
                case "hang":
                    await Task.Delay(Timeout.Infinite, context.CancellationToken);
                    break;
                case "cancelled?":
                    return new Note { Number = Volatile.Read(ref cancelled) };
            }

            return request;
        };
        script.Talk = async (requests, responses, _) =>
        {
            var isCancelCase = false;
            try
            {
                await foreach (var note in requests.ReadAllAsync())
                {
                    isCancelCase |= note.Text == "cancel";
                    await responses.WriteAsync(note);
                }
            }
            finally
            {
                // By an exception or not: Node ends its requests just before it resets the stream.
                if (isCancelCase) Interlocked.Increment(ref cancelled);
            }
        };
    }

    private static bool IsInstalled(string program)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)));
}
