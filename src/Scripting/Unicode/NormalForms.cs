using System.Globalization;
using System.Text;

namespace TopGun.Scripting.Unicode;

/// <summary>The normal forms of Unicode (UAX #15), the same on every server: the host has none while it runs without cultures.</summary>
internal static class NormalForms
{
    private const int HangulFirst = 0xAC00;
    private const int HangulCount = 11_172;
    private const int LeadFirst = 0x1100;
    private const int VowelFirst = 0x1161;
    private const int VowelCount = 21;
    private const int TailBeforeFirst = 0x11A7;
    private const int TailCount = 28;

    private static readonly Tables Data = Tables.Load();

    /// <summary>Normalises a text; it becomes at most 18 times as long.</summary>
    public static string Apply(string text, bool compatible, bool compose)
    {
        var codePoints = Decompose(text, compatible);
        Order(codePoints);
        if (compose) Compose(codePoints);
        var normal = new StringBuilder(text.Length);
        foreach (var codePoint in codePoints)
        {
            if (codePoint > 0xFFFF) normal.Append(char.ConvertFromUtf32(codePoint));
            else normal.Append((char)codePoint);
        }
        return normal.ToString();
    }

    private static List<int> Decompose(string text, bool compatible)
    {
        var codePoints = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1])) codePoint = char.ConvertToUtf32(text[i], text[++i]);
            var syllable = codePoint - HangulFirst;
            if (syllable is >= 0 and < HangulCount)
            {
                codePoints.Add(LeadFirst + (syllable / (VowelCount * TailCount)));
                codePoints.Add(VowelFirst + (syllable % (VowelCount * TailCount) / TailCount));
                if (syllable % TailCount > 0) codePoints.Add(TailBeforeFirst + (syllable % TailCount));
            }
            else if ((compatible && Data.Compatible.TryGetValue(codePoint, out var parts)) || Data.Canonical.TryGetValue(codePoint, out parts)) codePoints.AddRange(parts);
            else codePoints.Add(codePoint);
        }
        return codePoints;
    }

    // Sorts each run of marks by their classes; what has the same class stays in its order.
    private static void Order(List<int> codePoints)
    {
        for (var start = 0; start < codePoints.Count; start++)
        {
            if (ClassOf(codePoints[start]) == 0) continue;
            var end = start + 1;
            while (end < codePoints.Count && ClassOf(codePoints[end]) != 0) end++;
            if (end - start > 1)
            {
                var sorted = codePoints.GetRange(start, end - start).OrderBy(ClassOf).ToArray();
                for (var i = 0; i < sorted.Length; i++) codePoints[start + i] = sorted[i];
            }
            start = end;
        }
    }

    private static void Compose(List<int> codePoints)
    {
        var starter = -1;
        var lastClass = 0;
        var kept = 0;
        for (var i = 0; i < codePoints.Count; i++)
        {
            var codePoint = codePoints[i];
            var ownClass = ClassOf(codePoint);
            // Anything of the same class, or a starter, in between keeps the two apart.
            var adjacent = starter >= 0 && (kept == starter + 1 || (lastClass != 0 && lastClass < ownClass));
            if (adjacent && TryPair(codePoints[starter], codePoint, out var composed))
            {
                codePoints[starter] = composed;
                continue;
            }
            if (ownClass == 0) starter = kept;
            lastClass = ownClass;
            codePoints[kept++] = codePoint;
        }
        codePoints.RemoveRange(kept, codePoints.Count - kept);
    }

    private static bool TryPair(int first, int second, out int composed)
    {
        var lead = first - LeadFirst;
        var vowel = second - VowelFirst;
        if (lead is >= 0 and < 19 && vowel is >= 0 and < VowelCount)
        {
            composed = HangulFirst + (((lead * VowelCount) + vowel) * TailCount);
            return true;
        }
        var syllable = first - HangulFirst;
        var tail = second - TailBeforeFirst;
        if (syllable is >= 0 and < HangulCount && syllable % TailCount == 0 && tail is > 0 and < TailCount)
        {
            composed = first + tail;
            return true;
        }
        return Data.Pairs.TryGetValue((first, second), out composed);
    }

    private static int ClassOf(int codePoint) => codePoint < 0x300 ? 0 : Data.Classes.GetValueOrDefault(codePoint);

    /// <summary>What <c>normalization.txt</c> says; <c>record.mjs</c> explains its lines.</summary>
    private sealed class Tables
    {
        public Dictionary<int, int[]> Canonical { get; } = [];

        public Dictionary<int, int[]> Compatible { get; } = [];

        public Dictionary<int, int> Classes { get; } = [];

        public Dictionary<(int First, int Second), int> Pairs { get; } = [];

        public static Tables Load()
        {
            var tables = new Tables();
            var composable = new List<int>();
            using var lines = new StreamReader(typeof(Tables).Assembly.GetManifestResourceStream("normalization.txt")!);
            while (lines.ReadLine() is { } line)
            {
                var parts = line[1..].Split(' ');
                var codePoint = int.Parse(parts[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                if (line[0] == '@')
                {
                    tables.Classes.Add(codePoint, int.Parse(parts[1], CultureInfo.InvariantCulture));
                    continue;
                }
                var decomposed = Array.ConvertAll(parts[1..], part => int.Parse(part, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                (line[0] == '~' ? tables.Compatible : tables.Canonical).Add(codePoint, decomposed);
                if (line[0] == '=') composable.Add(codePoint);
            }
            tables.AddPairs(composable);
            return tables;
        }

        // A composite is made of two: the last of its full decomposition, and the composite of all before that.
        private void AddPairs(List<int> composable)
        {
            var byParts = composable.ToDictionary(codePoint => string.Join(' ', Canonical[codePoint]));
            foreach (var codePoint in composable)
            {
                var parts = Canonical[codePoint];
                var first = parts.Length == 2 ? parts[0] : byParts[string.Join(' ', parts[..^1])];
                Pairs.Add((first, parts[^1]), codePoint);
            }
        }
    }
}
