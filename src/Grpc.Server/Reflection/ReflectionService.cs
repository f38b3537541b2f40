using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;
using Microsoft.AspNetCore.Routing;

namespace TopGun.Grpc.Server.Reflection;

/// <summary>The standard reflection service: tools learn the contract from the server itself. The contract is no secret.</summary>
internal sealed class ReflectionService(EndpointDataSource endpoints) : ServerReflection.ServerReflectionBase
{
    /// <inheritdoc/>
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        var contracts = new ServedContracts(endpoints);
        while (await requestStream.MoveNext(context.CancellationToken))
            await responseStream.WriteAsync(Answer(requestStream.Current, contracts), context.CancellationToken);
    }

    private static ServerReflectionResponse Answer(ServerReflectionRequest request, ServedContracts contracts)
    {
        var answer = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                answer.ListServicesResponse = new ListServiceResponse { Service = { contracts.Services.Select(name => new ServiceResponse { Name = name }) } };
                return answer;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename:
                return Files(answer, contracts.File(request.FileByFilename), $"file '{request.FileByFilename}'");
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol:
                return Files(answer, contracts.Declaring(request.FileContainingSymbol), $"name '{request.FileContainingSymbol}'");
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingExtension:
                return Missing(answer, $"extension {request.FileContainingExtension.ExtensionNumber} of '{request.FileContainingExtension.ContainingType}'");
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType when contracts.Declaring(request.AllExtensionNumbersOfType) is not null:
                // The contracts are in proto3, which has no extensions of one's own messages.
                answer.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                return answer;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType:
                return Missing(answer, $"name '{request.AllExtensionNumbersOfType}'");
            default:
                answer.ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.InvalidArgument, ErrorMessage = "The request asks nothing that is known." };
                return answer;
        }
    }

    private static ServerReflectionResponse Files(ServerReflectionResponse answer, FileDescriptor? file, string thing)
    {
        if (file is null) return Missing(answer, thing);
        answer.FileDescriptorResponse = new FileDescriptorResponse();
        var taken = new HashSet<string>(StringComparer.Ordinal);
        Add(file);
        return answer;

        void Add(FileDescriptor wanted)
        {
            if (!taken.Add(wanted.Name)) return;
            answer.FileDescriptorResponse.FileDescriptorProto.Add(wanted.SerializedData);
            foreach (var import in wanted.Dependencies) Add(import);
        }
    }

    private static ServerReflectionResponse Missing(ServerReflectionResponse answer, string thing)
    {
        answer.ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.NotFound, ErrorMessage = $"The {thing} is in no contract of this server." };
        return answer;
    }
}
