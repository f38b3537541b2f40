using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests;

/// <summary>What the service of a test host does: by default it says everything back.</summary>
internal sealed class ProbeScript
{
    public Func<Note, ServerCallContext, Task<Note>> Ask { get; set; } = (request, _) => Task.FromResult(request);

    public Func<IAsyncStreamReader<Note>, ServerCallContext, Task<Note>> Collect { get; set; } = async (requests, _) =>
    {
        var count = 0;
        await foreach (var note in requests.ReadAllAsync()) count += note.Number;
        return new Note { Number = count };
    };

    public Func<Note, IServerStreamWriter<Note>, ServerCallContext, Task> Tell { get; set; } = async (request, responses, _) =>
    {
        for (var i = 0; i < request.Number; i++) await responses.WriteAsync(new Note { Number = i, Text = request.Text });
    };

    public Func<IAsyncStreamReader<Note>, IServerStreamWriter<Note>, ServerCallContext, Task> Talk { get; set; } = async (requests, responses, _) =>
    {
        await foreach (var note in requests.ReadAllAsync()) await responses.WriteAsync(note);
    };
}
