using TopGun.Client.Connection;

namespace TopGun.Client.Tests.Connection;

/// <summary>What people write as a server's address.</summary>
public sealed class ServerAddressTests
{
    [Theory]
    [InlineData("http://localhost:8080")]
    [InlineData("https://sync.example.com")]
    [InlineData("http://[::1]:9")]
    [InlineData("https://sync.example.com:8443/")]
    public void A_good_one_is_taken(string address) => Assert.Equal(new Uri(address), ServerAddress.Parse(address));

    [Theory]
    [InlineData("localhost:8080", "write http://localhost:8080")]
    [InlineData("sync.example.com", "https://sync.example.com for TLS")]
    [InlineData("localhost:8080/sync", "write http://localhost:8080, or https://localhost:8080 for TLS")]
    [InlineData("ws://localhost:8080/sync", "write http://localhost:8080.")]
    [InlineData("wss://sync.example.com", "write https://sync.example.com.")]
    [InlineData("http://localhost:8080/sync", "goes on with /sync, and gRPC has no place for that; write http://localhost:8080.")]
    [InlineData("https://sync.example.com/a/b?c=d#e", "goes on with /a/b?c=d#e, and gRPC has no place for that; write https://sync.example.com.")]
    [InlineData("https://[::1]:9/?x", "goes on with /?x, and gRPC has no place for that; write https://[::1]:9.")]
    [InlineData("ftp://sync.example.com", "begins with ftp://")]
    [InlineData("http://", "like http://localhost:8080")]
    [InlineData("", "has no scheme")]
    public void A_wrong_one_is_told_what_is_wrong_with_it(string address, string says)
    {
        var failure = Assert.Throws<StreamFailure>(() => ServerAddress.Parse(address));

        Assert.Equal(ConnectionReasonCode.AddressInvalid, failure.Reason.Code);
        Assert.Contains(says, failure.Reason.Message);
        Assert.Contains($"'{address}'", failure.Reason.Message);
    }

    [Fact]
    public void A_password_in_it_is_not_repeated()
    {
        var failure = Assert.Throws<StreamFailure>(() => ServerAddress.Parse("https://ann:hunter2@sync.example.com/"));

        Assert.Equal(ConnectionReasonCode.AddressInvalid, failure.Reason.Code);
        Assert.EndsWith("write https://sync.example.com.", failure.Reason.Message);
        Assert.DoesNotContain("hunter2", failure.Reason.Message);
    }

    [Fact]
    public async Task A_client_with_a_wrong_one_says_so_and_works_offline()
    {
        await using var client = TopGunClient.Open(new TopGunClientOptions { Server = "localhost:8080" });

        var state = await client.DisconnectAsync(ConnectionReasonCode.AddressInvalid);

        Assert.Null(state.RetryAt);
        client.GetMap("map").Set("key", 1);
        Assert.Equal(1, client.GetMap("map").Get("key"));
    }
}
