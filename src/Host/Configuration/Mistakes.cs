namespace TopGun.Host.Configuration;

/// <summary>Collects what is wrong with settings that are read one by one, so that all of it is said at once.</summary>
internal sealed class Mistakes
{
    private readonly List<string> _said = [];

    /// <summary>Whether anything is wrong so far.</summary>
    public bool Any => _said.Count > 0;

    /// <summary>Reads a setting.</summary>
    /// <param name="read">Reads it.</param>
    /// <param name="otherwise">Stands in for one that is wrong, so that others can be read; it causes no mistake of its own.</param>
    public T Read<T>(Func<T> read, T otherwise)
    {
        try
        {
            return read();
        }
        catch (StartFailure failure)
        {
            Add(failure.Mistakes);
            return otherwise;
        }
    }

    /// <summary>Does what takes settings over.</summary>
    public void Read(Action read) => Read<object?>(
        () =>
        {
            read();
            return null;
        },
        null);

    /// <summary>Adds what was found elsewhere.</summary>
    public void Add(IEnumerable<string> mistakes) => _said.AddRange(mistakes.Except(_said));

    /// <summary>Ends the reading if anything is wrong.</summary>
    /// <exception cref="StartFailure">It is.</exception>
    public void ThrowIfAny()
    {
        if (Any) throw new StartFailure(_said);
    }
}
