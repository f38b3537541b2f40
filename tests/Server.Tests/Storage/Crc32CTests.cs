using TopGun.Server.Storage.Forms;
using TopGun.Server.Storage.Sqlite;

namespace TopGun.Server.Tests.Storage;

public sealed class Crc32CTests
{
    // The check values of RFC 3720, appendix B.4, and of the catalogue of parametrised CRC algorithms.
    [Fact]
    public void It_is_the_one_of_the_standard()
    {
        Assert.Equal(0xE3069283u, Crc32C.Of("123456789"u8));
        Assert.Equal(0x8A9136AAu, Crc32C.Of(new byte[32]));
        Assert.Equal(0u, Crc32C.Of([]));
    }

    [Fact]
    public void A_record_that_differs_anywhere_has_another()
    {
        uint[] all =
        [
            Crc32C.OfRecord(1, "ab"u8, 5, "c"u8, []), Crc32C.OfRecord(2, "ab"u8, 5, "c"u8, []), Crc32C.OfRecord(1, "ab"u8, 6, "c"u8, []),
            Crc32C.OfRecord(1, "a"u8, 5, "bc"u8, []), Crc32C.OfRecord(1, "ab"u8, 5, "d"u8, []), Crc32C.OfRecord(1, "aa"u8, 5, "c"u8, []),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
    }
}
