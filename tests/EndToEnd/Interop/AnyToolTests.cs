using Google.Protobuf;
using Google.Protobuf.Reflection;
using TopGun.EndToEnd.Processes;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Interop;

/// <summary>What any tool may ask the real server: health, its contract, and why it was refused.</summary>
public sealed class AnyToolTests
{
    private const string Python = "/usr/bin/python3";
    private const string Ruby = "/usr/bin/ruby";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Interop");

    [Fact]
    public async Task A_tool_under_Python_learns_health_contract_and_reasons()
    {
        Assert.SkipUnless(File.Exists(Python), "Python is not installed; scripts/install-test-tools.sh installs it.");
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);

        var tool = await ProgramRun.RunAsync(Python, ["probe.py", new Uri(server.Address).Authority], folder: Path.Combine(AppContext.BaseDirectory, "Interop"));

        Assert.True(tool.ExitCode == 0, tool.Errors);
        Assert.Equal(
            ["health 0801", "watch 0801", "lists SyncService True", "without a token UNAUTHENTICATED True True", "deadline DEADLINE_EXCEEDED"],
            tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_tool_under_Ruby_learns_health_and_reasons()
    {
        Assert.SkipUnless(File.Exists(Ruby), "Ruby is not installed; scripts/install-test-tools.sh installs it.");
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);

        var tool = await ProgramRun.RunAsync(Ruby, ["probe.rb", new Uri(server.Address).Authority], folder: Folder);

        Assert.True(tool.ExitCode == 0, tool.Errors);
        Assert.Equal(
            ["health 0801", "watch 0801", "without a token 16 true true", "deadline 4"], tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task A_tool_with_Connect_has_a_conversation_over_gRPC_and_over_gRPC_Web()
    {
        await NodePackages.RequireAsync(Folder);
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        var contract = Path.Combine(Path.GetDirectoryName(place.Data)!, "contract.binpb");
        await File.WriteAllBytesAsync(contract, ContractSet());

        var tool = await ProgramRun.RunAsync("node", ["connect.mjs", server.Address, server.WebAddress, contract, server.Token], folder: Folder);

        Assert.True(tool.ExitCode == 0, tool.Output + tool.Errors);
        string[] ways = ["grpc", "web-http1", "web-http2"];
        Assert.Equal(
            ways.SelectMany(way => new[]
            {
                $"{way} lists 0 resolvers",
                $"{way} welcome dev",
                $"{way} without a token Unauthenticated google.rpc.ErrorInfo",
                $"{way} deadline DeadlineExceeded",
            }),
            tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static byte[] ContractSet()
    {
        var set = new FileDescriptorSet();
        Add(SyncReflection.Descriptor);
        Add(ResolverReflection.Descriptor);
        return set.ToByteArray();

        // Each after those that it needs, once.
        void Add(FileDescriptor file)
        {
            foreach (var needed in file.Dependencies) Add(needed);
            var proto = FileDescriptorProto.Parser.ParseFrom(file.SerializedData);
            if (set.File.All(known => known.Name != proto.Name)) set.File.Add(proto);
        }
    }
}
