using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using TopGun.Grpc.Errors;
using TopGun.Grpc.Tests.Protos;
using Status = Grpc.Core.Status;

namespace TopGun.Grpc.Tests.Errors;

/// <summary>Errors with details, from the handler to the caller.</summary>
public sealed class RichStatusTests
{
    [Fact]
    public async Task Details_come_from_the_handler_to_the_caller()
    {
        await using var host = await TestHost.StartAsync();
        host.Script.Ask = (_, _) => throw RichStatus.Exception(
            StatusCode.InvalidArgument,
            "Zwei Felder ☕",
            new ErrorInfo { Domain = "test", Reason = "WRONG", Metadata = { ["thing"] = "tea" } },
            new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromSeconds(1.5)) },
            new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = "text", Description = "empty", Reason = "REQUIRED" } } });

        var e = await Assert.ThrowsAsync<RpcException>(() => host.Client.AskAsync(new Note()).ResponseAsync);

        Assert.Equal((int)StatusCode.InvalidArgument, RichStatus.Of(e)?.Code);
        Assert.Equal("Zwei Felder ☕", RichStatus.Of(e)?.Message);
        Assert.Equal("tea", RichStatus.Detail<ErrorInfo>(e)?.Metadata["thing"]);
        Assert.Equal(1.5, RichStatus.Detail<RetryInfo>(e)?.RetryDelay.ToTimeSpan().TotalSeconds);
        Assert.Equal("REQUIRED", RichStatus.Detail<BadRequest>(e)?.FieldViolations.Single().Reason);
        Assert.Null(RichStatus.Detail<Note>(e));
    }

    [Fact]
    public void A_detail_has_the_name_by_which_every_implementation_knows_it()
    {
        var status = RichStatus.Of(RichStatus.Exception(StatusCode.Aborted, "", new ErrorInfo()));
        Assert.Equal("type.googleapis.com/google.rpc.ErrorInfo", Assert.Single(status!.Details).TypeUrl);
    }

    [Fact]
    public void Details_that_are_too_large_stay_behind_and_the_others_do_not()
    {
        var e = RichStatus.Exception(
            StatusCode.Aborted, "x", new ErrorInfo { Reason = new string('r', RichStatus.MaxBytes) }, new RetryInfo());
        Assert.Null(RichStatus.Detail<ErrorInfo>(e));
        Assert.NotNull(RichStatus.Detail<RetryInfo>(e));
    }

    [Fact]
    public void Without_details_there_is_no_trailer()
        => Assert.Empty(RichStatus.Exception(StatusCode.Aborted, "x").Trailers);

    [Fact]
    public void A_success_has_no_details()
        => Assert.Throws<ArgumentException>(() => RichStatus.Exception(StatusCode.OK, "", new ErrorInfo()));

    [Theory, Trait("Pitfall", "12")]
    [InlineData("")]
    [InlineData("FFFF")]
    [InlineData("0805")] // the code 5
    public void What_is_no_status_of_this_error_is_not_believed(string hex)
    {
        var e = new RpcException(
            new Status(StatusCode.Aborted, "x"), new Metadata { { "grpc-status-details-bin", Convert.FromHexString(hex) } });
        Assert.Null(RichStatus.Of(e));
        Assert.Null(RichStatus.Detail<ErrorInfo>(e));
    }

    [Fact]
    public void A_detail_whose_bytes_are_broken_is_not_there()
    {
        var status = new Google.Rpc.Status { Code = 10, Details = { Any.Pack(new ErrorInfo()) } };
        status.Details[0].Value = Google.Protobuf.ByteString.CopyFrom(0xFF);
        var e = new RpcException(
            new Status(StatusCode.Aborted, "x"),
            new Metadata { { "grpc-status-details-bin", Google.Protobuf.MessageExtensions.ToByteArray(status) } });
        Assert.NotNull(RichStatus.Of(e));
        Assert.Null(RichStatus.Detail<ErrorInfo>(e));
    }
}
