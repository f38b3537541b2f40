using System.Runtime.CompilerServices;

namespace TopGun.Simulation.World;

/// <summary>A line of a trace that is only put together when somebody reads it.</summary>
[InterpolatedStringHandler]
public ref struct TraceLine
{
    private DefaultInterpolatedStringHandler _text;

    /// <summary>Begins a line.</summary>
    public TraceLine(int literalLength, int formattedCount, SimulatedWorld world, out bool isWanted)
    {
        isWanted = IsWanted = world.IsTraced;
        _text = isWanted ? new DefaultInterpolatedStringHandler(literalLength, formattedCount) : default;
    }

    /// <summary>Whether anybody reads it.</summary>
    public bool IsWanted { get; }

    /// <summary>Adds what stands between the holes.</summary>
    public void AppendLiteral(string text) => _text.AppendLiteral(text);

    /// <summary>Adds a value.</summary>
    public void AppendFormatted<T>(T value) => _text.AppendFormatted(value);

    /// <summary>Adds a value in a format.</summary>
    public void AppendFormatted<T>(T value, string? format) => _text.AppendFormatted(value, format);

    /// <summary>The line.</summary>
    public string Take() => _text.ToStringAndClear();
}
