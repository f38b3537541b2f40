namespace TopGun.Scripting.Tests.Hostile;

/// <summary>The scripts in the files beside this one, one in each line, and a thread to run them on.</summary>
internal static class HostileScripts
{
    /// <summary>The default of the platforms with the smallest stacks.</summary>
    private const int StackBytes = 1 << 20;

    public static IEnumerable<string> Files => Directory.GetFiles(Folder, "*.js").Select(file => Path.GetFileName(file)!).Order();

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Hostile");

    public static List<string> Of(string file) => [.. File.ReadAllLines(Path.Combine(Folder, file)).Where(line => line.Length > 0)];

    /// <summary>The script, or null when it is refused.</summary>
    public static ICompiledScript? TryCompile(IScriptEngine engine, string script)
    {
        try
        {
            return engine.Compile(script);
        }
        catch (ScriptSyntaxException)
        {
            return null;
        }
    }

    /// <summary>Runs the scripts of a file one after the other on a thread with little stack.</summary>
    public static void OnSmallStack(string file, Action<string> run)
    {
        var thread = new Thread(() => Of(file).ForEach(run), StackBytes);
        thread.Start();
        thread.Join();
    }
}
