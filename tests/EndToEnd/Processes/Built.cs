using System.Reflection;

namespace TopGun.EndToEnd.Processes;

/// <summary>Where the tree is that these tests were built in, and the programs that were built with them.</summary>
internal static class Built
{
    /// <summary>The working tree.</summary>
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>Debug or Release.</summary>
    public static string Configuration { get; } = Metadata("Configuration");

    /// <summary>The server's executable.</summary>
    public static string TopGun { get; } = Program("src/Host", "topgun");

    /// <summary>The demonstration's executable.</summary>
    public static string TwoDevices { get; } = Program("samples/TwoDevices", "TwoDevices");

    /// <summary>The executable of the sample of two services.</summary>
    public static string ServiceToService { get; } = Program("samples/ServiceToService", "ServiceToService");

    /// <summary>The executable of the sample with a server of its own.</summary>
    public static string Embedded { get; } = Program("samples/Embedded", "Embedded");

    private static string Program(string project, string name)
        => Path.Combine(Root, project, "bin", Configuration, "net10.0", name);

    private static string Metadata(string key) => typeof(Built).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
