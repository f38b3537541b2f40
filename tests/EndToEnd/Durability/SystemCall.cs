using System.Text;

namespace TopGun.EndToEnd.Durability;

/// <summary>A system call as strace saw it.</summary>
/// <param name="Name">Which.</param>
/// <param name="Target">What its file descriptor leads to: a path, or the name of a socket.</param>
/// <param name="Bytes">What it was given to write; one char for each byte.</param>
/// <param name="Began">The line of the trace on which it began.</param>
internal sealed record SystemCall(string Name, string Target, string Bytes, int Began)
{
    /// <summary>The line on which it had returned; beyond all lines if it never did, or failed.</summary>
    public int Ended { get; set; } = int.MaxValue;

    public bool IsSync => Name is "fsync" or "fdatasync";

    public bool IsSend => Target.StartsWith("socket:", StringComparison.Ordinal) && !IsSync;

    /// <summary>Reads a trace that was made with <c>strace -f -y -xx</c>, in the order in which calls began.</summary>
    /// <remarks>
    /// The tracer stops a thread at the beginning and at the end of each call and prints in the order of these stops. So if one call's
    /// end stands above another's beginning, it was over before the other began.
    /// </remarks>
    public static List<SystemCall> ReadTrace(IEnumerable<string> lines)
    {
        List<SystemCall> calls = [];
        var unfinished = new Dictionary<string, SystemCall>();
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            // "<thread> <name>(<descriptor>, ..." or "<thread> <... <name> resumed>..." or a note such as "+++ exited with 0 +++".
            if (line.Split(' ', 2, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is not [var thread, var text]) continue;
            if (text.StartsWith("<... ", StringComparison.Ordinal))
            {
                if (unfinished.Remove(thread, out var call)) call.Ended = EndOf(line, number);
            }
            else if (text.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && char.IsAsciiLetter(text[0]))
            {
                var call = new SystemCall(text[..open], TargetIn(text[open..]), BytesIn(text), number);
                calls.Add(call);
                if (text.EndsWith("<unfinished ...>", StringComparison.Ordinal)) unfinished[thread] = call;
                else call.Ended = EndOf(line, number);
            }
        }

        return calls;
    }

    private static int EndOf(string line, int number) => line.Contains(") = -1 ", StringComparison.Ordinal) ? int.MaxValue : number;

    private static string TargetIn(string text)
    {
        var begin = text.IndexOf('<', StringComparison.Ordinal);
        var end = begin < 0 ? -1 : text.IndexOf('>', begin);
        return end < 0 ? "" : Unescape(text.AsSpan(begin + 1, end - begin - 1));
    }

    private static string BytesIn(string text)
    {
        var bytes = new StringBuilder();
        for (var begin = text.IndexOf('"', StringComparison.Ordinal); begin >= 0;)
        {
            var end = text.IndexOf('"', begin + 1);
            if (end < 0) break;
            bytes.Append(Unescape(text.AsSpan(begin + 1, end - begin - 1)));
            begin = text.IndexOf('"', end + 1);
        }

        return bytes.ToString();
    }

    // With -xx every byte of a text is \xHH.
    private static string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith("\\x")) return text.ToString();
        return Encoding.Latin1.GetString(Convert.FromHexString(text.ToString().Replace("\\x", "", StringComparison.Ordinal)));
    }
}
