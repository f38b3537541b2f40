using TopGun.Core.Sync;

namespace TopGun.Protocol.Tests.Frames;

/// <summary>Where Core and the contract count alike, because one is cast to the other.</summary>
public class ContractTests
{
    [Fact]
    public void Error_codes_have_the_numbers_of_the_contract()
        => Assert.Equal(Numbers<Wire.ErrorCode>(), Numbers<ErrorCode>());

    [Fact]
    public void Op_result_codes_have_the_numbers_of_the_contract()
        => Assert.Equal(Numbers<Wire.OpResultCode>(), Numbers<OpResultCode>());

    [Fact]
    public void Types_of_maps_have_the_numbers_of_the_contract()
        => Assert.Equal(Numbers<Wire.MapType>(), Numbers<Core.Maps.MapType>());

    // But for zero, which is never sent and has a name of its own on either side.
    private static Dictionary<string, long> Numbers<T>() where T : struct, Enum
        => Enum.GetValues<T>().Where(value => Convert.ToInt64(value) != 0).ToDictionary(value => value.ToString(), value => Convert.ToInt64(value));
}
