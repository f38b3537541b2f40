using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace TopGun.Server.Tests;

/// <summary>Keeps what the code under test logs. A test that ends with an error in it which it did not announce has failed.</summary>
internal sealed class ErrorLog : ILoggerProvider, ILoggerFactory
{
    private readonly ConcurrentQueue<LogLine> _errors = new();
    private readonly ConcurrentQueue<LogLine> _warnings = new();
    private readonly HashSet<string> _expected = [];

    /// <summary>The names of the warnings so far.</summary>
    public IReadOnlyList<string> Warnings => [.. _warnings.Select(line => line.Event)];

    /// <summary>The warnings so far, with their exceptions.</summary>
    public IReadOnlyList<string> WarningLines => [.. _warnings.Select(line => line.ToString())];

    /// <summary>The errors so far, with their exceptions.</summary>
    public IReadOnlyList<string> Errors => [.. _errors.Select(line => line.ToString())];

    /// <summary>Announces that errors with these names belong to what is tested.</summary>
    public void Expect(params string[] events) => _expected.UnionWith(events);

    public ILogger CreateLogger(string categoryName) => new Lines(this);

    public ILogger<T> For<T>() => new Logger<T>(this);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Verify()
    {
        Assert.DoesNotContain(_errors, line => !_expected.Contains(line.Event));
        Assert.All(_expected, name => Assert.Contains(_errors, line => line.Event == name));
    }

    public void Dispose()
    {
    }

    private sealed class Lines(ErrorLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
            => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel)) return;
            var line = new LogLine(eventId.Name ?? $"{eventId.Id}", formatter(state, exception), exception);
            (logLevel == LogLevel.Warning ? log._warnings : log._errors).Enqueue(line);
        }
    }

    private sealed record LogLine(string Event, string Message, Exception? Exception);
}
