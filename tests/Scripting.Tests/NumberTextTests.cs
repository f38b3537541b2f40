using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using TopGun.Scripting.Numbers;

namespace TopGun.Scripting.Tests;

/// <summary>Numbers as texts, for any number.</summary>
public sealed class NumberTextTests
{
    private static readonly Arbitrary<double> AnyFinite = ArbMap.Default.GeneratorFor<long>().Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite).ToArbitrary();

    [Fact]
    public void Every_number_reads_back_as_itself()
        => Prop.ForAll(AnyFinite, number => NumberParser.ParseWhole(NumberText.Format(number)) == number).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_number_in_any_radix_stays_close()
        => Prop.ForAll(AnyFinite, Gen.Choose(2, 36).ToArbitrary(), (number, radix) =>
            NumberText.Radix(number, radix).TrimStart('-').All(c => c == '.' || "0123456789abcdefghijklmnopqrstuvwxyz".IndexOf(c) < radix)).QuickCheckThrowOnFailure();

    [Fact]
    public void An_integer_in_any_radix_reads_back_as_itself()
        => Prop.ForAll(Gen.Choose(int.MinValue, int.MaxValue).ToArbitrary(), Gen.Choose(2, 36).ToArbitrary(), (number, radix) =>
            NumberParser.ParseInteger(NumberText.Radix(number, radix), radix) == number).QuickCheckThrowOnFailure();

    [Fact]
    public void Exponential_with_seventeen_digits_reads_back_as_itself()
        => Prop.ForAll(AnyFinite, number => double.Parse(NumberText.Exponential(number, 16), CultureInfo.InvariantCulture) == number).QuickCheckThrowOnFailure();

    [Fact]
    public void Fixed_is_never_further_away_than_half_a_unit()
        => Prop.ForAll(Gen.Choose(-1_000_000_000, 1_000_000_000).Select(n => n / 1024.0).ToArbitrary(), number =>
            Math.Abs(double.Parse(NumberText.Fixed(number, 2), CultureInfo.InvariantCulture) - number) <= 0.005 + 1e-9).QuickCheckThrowOnFailure();
}
