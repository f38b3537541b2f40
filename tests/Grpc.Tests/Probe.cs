using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests;

/// <summary>The service of a test host; it plays the script of the test.</summary>
internal sealed class Probe(ProbeScript script) : ProbeService.ProbeServiceBase
{
    public override Task<Note> Ask(Note request, ServerCallContext context) => script.Ask(request, context);

    public override Task<Note> Collect(IAsyncStreamReader<Note> requestStream, ServerCallContext context) => script.Collect(requestStream, context);

    public override Task Tell(Note request, IServerStreamWriter<Note> responseStream, ServerCallContext context)
        => script.Tell(request, responseStream, context);

    public override Task Talk(IAsyncStreamReader<Note> requestStream, IServerStreamWriter<Note> responseStream, ServerCallContext context)
        => script.Talk(requestStream, responseStream, context);
}
