using System.Text.Json;

namespace TopGun.Core.Tests.Vectors;

/// <summary>The test vectors that lie beside the contract; their README says what each file means.</summary>
internal static class Vectors
{
    public static JsonDocument Open(string name)
        => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "testdata", name)));
}
