using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TopGun.Server.Tests.Storage;

/// <summary>Remembers which events were logged, and lets a test wait for one.</summary>
internal sealed class EventLog<T> : ILogger<T>
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _events = [];

    /// <summary>Completes when an event of this name has been logged.</summary>
    public Task WhenLogged(string name) => Of(name).Task;

    public bool IsLogged(string name) => Of(name).Task.IsCompleted;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        => Of(eventId.Name ?? "").TrySetResult();

    private TaskCompletionSource Of(string name)
        => _events.GetOrAdd(name, static _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
