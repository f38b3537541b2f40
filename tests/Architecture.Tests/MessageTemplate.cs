namespace TopGun.Architecture.Tests;

/// <summary>A text as it stands in the sources: fixed characters, and holes for values.</summary>
/// <param name="text">The text.</param>
internal sealed class MessageTemplate(string text)
{
    /// <summary>Stands for a value.</summary>
    public const char Hole = '\0';

    public override string ToString() => text.Replace(Hole, '_');

    /// <summary>Whether words of the other may be fixed ones of this; cheap, to be asked first.</summary>
    public bool MayFit(IEnumerable<string> words) => words.Any(word => text.Contains(word, StringComparison.Ordinal));

    /// <summary>Fits a text that was said to this one, from anywhere in it to anywhere: fixed characters to the same, holes to whatever there is.</summary>
    /// <param name="said">What was said, or a part of it.</param>
    /// <param name="weights">What each of its characters counts.</param>
    /// <returns>The largest sum of what fixed characters were fitted to; negative where it does not fit.</returns>
    public int Fit(string said, IReadOnlyList<int> weights)
    {
        const int Not = int.MinValue / 2;
        var best = Not;
        // From the end: what the rest of the template makes of the rest of the text.
        var after = new int[said.Length + 1];
        Array.Fill(after, Not);
        after[said.Length] = 0;
        for (var at = text.Length - 1; at >= 0; at--)
        {
            var here = new int[said.Length + 1];
            for (var i = said.Length - 1; i >= 0; i--)
            {
                here[i] = text[at] == Hole ? Math.Max(after[i], here[i + 1])
                    : text[at] == said[i] && after[i + 1] >= 0 ? after[i + 1] + weights[i]
                    : Not;
            }

            best = Math.Max(best, here[0]);
            after = here;
            after[said.Length] = 0;
        }

        return best;
    }
}
