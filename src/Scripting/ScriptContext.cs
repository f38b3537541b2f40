using TopGun.Core.Values;

namespace TopGun.Scripting;

/// <summary>What a script sees as <c>context</c>: names, each with an input that is read only when the script asks for it.</summary>
/// <remarks>
/// One context serves one run at a time. Derive from it where contexts are made thousands of times a second; elsewhere
/// <see cref="Of"/> is enough. The script may change what it sees, but only its own copy.
/// </remarks>
public abstract class ScriptContext
{
    /// <summary>The names, in the order in which a script enumerates them; none may look like an array index.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>How many inputs the result is compared with, see <see cref="Origin"/>; none by default.</summary>
    public virtual int OriginCount => 0;

    /// <summary>
    /// One of the inputs that the result is compared with, path by path: where the result has an integral number and an origin
    /// has an int64, the result has an int64 too, and a text or number equal to the origin's is the very same <see cref="Value"/>.
    /// The path of an origin starts at each member of the returned object.
    /// </summary>
    /// <param name="index">0 to <see cref="OriginCount"/> - 1; may be asked for often.</param>
    public virtual Value Origin(int index) => throw new ArgumentOutOfRangeException(nameof(index), index, "This context has no origins.");

    /// <summary>Reads one input. Called at most once for a name and run, when the script first asks for it.</summary>
    /// <param name="index">The position in <see cref="Names"/>.</param>
    public abstract ScriptInput Read(int index);

    /// <summary>Makes a context of inputs that are at hand; those that are values are its origins.</summary>
    public static ScriptContext Of(params (string Name, ScriptInput Input)[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return new ListedContext(inputs);
    }
}
