using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Builder;
using TopGun.Grpc.Server.Reflection;

namespace TopGun.Grpc.Tests.Reflection;

/// <summary>The standard reflection service tells what is mapped.</summary>
public sealed class ReflectionServiceTests
{
    [Fact]
    public async Task It_lists_the_mapped_services()
    {
        var answer = await AskAsync(new ServerReflectionRequest { Host = "h", ListServices = "" });
        Assert.Equal(
            ["grpc.reflection.v1.ServerReflection", "topgun.grpc.tests.ProbeService"],
            answer.ListServicesResponse.Service.Select(service => service.Name));
        Assert.Equal("h", answer.ValidHost);
        Assert.Equal("h", answer.OriginalRequest.Host);
    }

    [Theory]
    [InlineData("topgun.grpc.tests.ProbeService")]
    [InlineData("topgun.grpc.tests.ProbeService.Ask")]
    [InlineData("topgun.grpc.tests.Note")]
    [InlineData("topgun.grpc.tests.Note.text")]
    public async Task It_gives_the_file_of_a_name(string symbol)
    {
        var answer = await AskAsync(new ServerReflectionRequest { FileContainingSymbol = symbol });
        var file = FileDescriptorProto.Parser.ParseFrom(Assert.Single(answer.FileDescriptorResponse.FileDescriptorProto));
        Assert.Equal("probe.proto", Path.GetFileName(file.Name));
        Assert.Equal("topgun.grpc.tests", file.Package);

        var byName = await AskAsync(new ServerReflectionRequest { FileByFilename = file.Name });
        Assert.Equal(answer.FileDescriptorResponse, byName.FileDescriptorResponse);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        foreach (var request in new[]
        {
            new ServerReflectionRequest { FileContainingSymbol = "no.such.Name" },
            new ServerReflectionRequest { FileByFilename = "no/such/file.proto" },
            new ServerReflectionRequest { AllExtensionNumbersOfType = "no.such.Message" },
            new ServerReflectionRequest { FileContainingExtension = new ExtensionRequest { ContainingType = "topgun.grpc.tests.Note", ExtensionNumber = 100 } },
        }) Assert.Equal((int)StatusCode.NotFound, (await AskAsync(request)).ErrorResponse.ErrorCode);
        Assert.Equal((int)StatusCode.InvalidArgument, (await AskAsync(new ServerReflectionRequest())).ErrorResponse.ErrorCode);
    }

    [Fact]
    public async Task A_message_has_no_extensions()
    {
        var answer = await AskAsync(new ServerReflectionRequest { AllExtensionNumbersOfType = "topgun.grpc.tests.Note" });
        Assert.Equal("topgun.grpc.tests.Note", answer.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Empty(answer.AllExtensionNumbersResponse.ExtensionNumber);
    }

    private static async Task<ServerReflectionResponse> AskAsync(ServerReflectionRequest request)
    {
        await using var host = await TestHost.StartAsync(map: app =>
        {
            app.MapGrpcService<Probe>();
            app.MapGrpcService<ReflectionService>();
        });
        using var call = new ServerReflection.ServerReflectionClient(host.Channel).ServerReflectionInfo();
        await call.RequestStream.WriteAsync(request);
        Assert.True(await call.ResponseStream.MoveNext());
        var answer = call.ResponseStream.Current;
        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        return answer;
    }
}
