using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Testing;

namespace TopGun.Grpc.Tests.Interop;

/// <summary>The contract of the public cases, for programs without generated code.</summary>
internal sealed class ContractFile : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("topgun-contract-");

    public ContractFile()
    {
        var contract = FileDescriptorProto.Parser.ParseFrom(TestReflection.Descriptor.SerializedData);
        System.IO.File.WriteAllBytes(File, contract.ToByteArray());
        System.IO.File.WriteAllBytes(Set, new FileDescriptorSet { File = { contract } }.ToByteArray());
    }

    /// <summary>As a FileDescriptorProto.</summary>
    public string File => Path.Combine(_directory.FullName, "file.binpb");

    /// <summary>As a FileDescriptorSet.</summary>
    public string Set => Path.Combine(_directory.FullName, "set.binpb");

    public void Dispose() => _directory.Delete(recursive: true);
}
