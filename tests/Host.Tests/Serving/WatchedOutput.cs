namespace TopGun.Host.Tests.Serving;

/// <summary>What the server says, and when it has said that it is ready.</summary>
internal sealed class WatchedOutput : StringWriter
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Ready => _ready.Task;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value == "ready") _ready.TrySetResult();
    }
}
