using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TopGun.Server.Tests.Storage;

/// <summary>Remembers which events were logged, and lets a test wait for one.</summary>
internal sealed class EventLog<T> : ILogger<T>
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _events = [];
    private readonly ConcurrentQueue<(string Event, string Text)> _lines = new();

    /// <summary>Completes when an event of this name has been logged.</summary>
    public Task WhenLogged(string name) => Signal(name).Task;

    public bool IsLogged(string name) => Signal(name).Task.IsCompleted;

    /// <summary>What the events of this name said, in their order.</summary>
    public IReadOnlyList<string> Of(string name) => [.. _lines.Where(line => line.Event == name).Select(line => line.Text)];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        _lines.Enqueue((eventId.Name ?? "", formatter(state, exception)));
        Signal(eventId.Name ?? "").TrySetResult();
    }

    private TaskCompletionSource Signal(string name)
        => _events.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
