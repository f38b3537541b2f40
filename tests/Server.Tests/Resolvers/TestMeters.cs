using System.Diagnostics.Metrics;

namespace TopGun.Server.Tests.Resolvers;

/// <summary>Makes meters of one test, which no listener of another test mistakes for its own.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly List<Meter> _made = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        _made.Add(meter);
        return meter;
    }

    public void Dispose() => _made.ForEach(meter => meter.Dispose());
}
