using TopGun.Host.Serving;

namespace TopGun.Host.Tests.Serving;

/// <summary>The secret for trying out is made once, kept for its owner alone, and never a weak one.</summary>
public class DevSecretTests
{
    [Fact]
    public void It_is_made_once_and_kept_beside_the_data_file()
    {
        using var directory = new TemporaryDirectory();
        var first = DevSecret.For(directory.File("topgun.db"));

        Assert.True(first.Length >= 32);
        Assert.Equal(first, DevSecret.For(directory.File("topgun.db")));
        Assert.Equal(first, DevSecret.Existing(directory.File("topgun.db")));
        Assert.NotEqual(first, DevSecret.For(directory.File("other.db")));
        Assert.True(File.Exists(directory.File("topgun.db.dev-secret")));
    }

    [Fact]
    public void Only_its_owner_can_read_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no such mode there.");
        using var directory = new TemporaryDirectory();
        DevSecret.For(directory.File("topgun.db"));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, Mode(directory.File("topgun.db.dev-secret")));
    }

    [Fact]
    public void A_missing_directory_is_made()
    {
        using var directory = new TemporaryDirectory();

        Assert.NotEmpty(DevSecret.For(directory.File("a/b/topgun.db")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short\n")]
    public void A_file_with_less_than_a_secret_is_refused_with_the_cure(string content)
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("topgun.db.dev-secret"), content);

        var failure = Assert.Throws<StartFailure>(() => DevSecret.For(directory.File("topgun.db")));

        Assert.Contains(directory.File("topgun.db.dev-secret"), failure.Message);
        Assert.Contains("delete the file", failure.Message);
    }

    [Fact]
    public void A_place_where_nothing_can_be_kept_is_named_with_the_cure()
    {
        using var directory = new TemporaryDirectory();
        File.WriteAllText(directory.File("file"), "");

        var failure = Assert.Throws<StartFailure>(() => DevSecret.For(directory.File("file/topgun.db")));

        Assert.Contains(directory.File("file/topgun.db.dev-secret"), failure.Message);
        Assert.Contains("--data", failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
    }

    private static UnixFileMode Mode(string file) => OperatingSystem.IsWindows() ? UnixFileMode.None : File.GetUnixFileMode(file);
}
