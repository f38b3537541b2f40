using FsCheck;
using FsCheck.Fluent;

namespace TopGun.Generators;

/// <summary>A sentence that holds for everything a generator can think of; a failure prints what broke it and the seed.</summary>
public static class Law
{
    /// <summary>How many examples each law is tried on: 1,000, or what LAW_EXAMPLES says, for long campaigns.</summary>
    public static int Examples { get; } = int.TryParse(Environment.GetEnvironmentVariable("LAW_EXAMPLES"), out var examples) ? examples : 1_000;

    private static Config Quietly => Config.QuickThrowOnFailure.WithMaxTest(Examples).WithQuietOnSuccess(true);

    /// <summary>Tries a law that says true or false.</summary>
    public static void Holds<T>(Gen<T> examples, Func<T, bool> law)
        => Check.One(Quietly, Prop.ForAll(examples.ToArbitrary(), law));

    /// <summary>Tries a law that asserts.</summary>
    public static void Holds<T>(Gen<T> examples, Action<T> law)
        => Check.One(Quietly, Prop.ForAll(examples.ToArbitrary(), law));
}
