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
    private const string Chromium = "/usr/bin/chromium";
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
            Lines(tool));
    }

    [Fact]
    public async Task A_tool_under_Ruby_learns_health_and_reasons_and_holds_a_conversation_in_calls()
    {
        Assert.SkipUnless(File.Exists(Ruby), "Ruby is not installed; scripts/install-test-tools.sh installs it.");
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);

        var tool = await ProgramRun.RunAsync(Ruby, ["probe.rb", new Uri(server.Address).Authority, await ContractAsync(place), server.Token], folder: Folder);

        Assert.True(tool.ExitCode == 0, tool.Output + tool.Errors);
        Assert.Equal(
            [
                "health 0801",
                "watch 0801",
                .. Enumerable.Repeat("without a token 16 true ERROR_CODE_UNAUTHENTICATED", 3),
                .. Enumerable.Repeat("with a forged token 16 true ERROR_CODE_UNAUTHENTICATED", 3),
                "lists 0 resolvers",
                "with broken code 3 true ERROR_CODE_INVALID_RESOLVER",
                "welcome dev",
                "caught up",
                "result 1 OP_RESULT_CODE_APPLIED 1",
                "record tea 1",
                "ended",
                "deadline 4 false ",
                "cancel 1 false ",
            ],
            Lines(tool));
    }

    [Fact]
    public async Task A_tool_with_Connect_has_a_conversation_over_gRPC_and_over_gRPC_Web()
    {
        await NodePackages.RequireAsync(Folder);
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);

        var tool = await ProgramRun.RunAsync("node", ["connect.mjs", server.Address, server.WebAddress, await ContractAsync(place), server.Token], folder: Folder);

        Assert.True(tool.ExitCode == 0, tool.Output + tool.Errors);
        string[] ways = ["grpc", "web-http1", "web-http2"];
        Assert.Equal(ways.SelectMany(Conversation), Lines(tool));
    }

    [Fact]
    public async Task A_page_in_a_browser_has_a_conversation_from_another_origin()
    {
        await NodePackages.RequireAsync(Folder);
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed; scripts/install-test-tools.sh installs it.");
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);

        var tool = await ProgramRun.RunAsync("node", ["browser.mjs", Chromium, server.WebAddress, await ContractAsync(place), server.Token], folder: Folder);

        Assert.True(tool.ExitCode == 0, tool.Output + tool.Errors);
        Assert.Equal(Conversation("browser"), Lines(tool));
    }

    private static string[] Lines(ProgramEnd tool) => tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    // What conversation.mjs learns from a server that is well.
    private static IEnumerable<string> Conversation(string way)
    {
        const string Unauthenticated = "Unauthenticated google.rpc.ErrorInfo ERROR_CODE_UNAUTHENTICATED";
        string[] lines =
        [
            "lists 0 resolvers",
            "with broken code InvalidArgument google.rpc.ErrorInfo ERROR_CODE_INVALID_RESOLVER",
            .. Enumerable.Repeat($"without a token {Unauthenticated}", 2),
            .. Enumerable.Repeat($"with a forged token {Unauthenticated}", 2),
            .. Enumerable.Repeat($"with no token at all {Unauthenticated}", 2),
            "welcome dev",
            "caught up",
            "result 1 1 1",
            "record tea 1",
            "ended",
            "deadline DeadlineExceeded",
            "cancel Canceled",
        ];
        return lines.Select(line => $"{way} {line}");
    }

    private static async Task<string> ContractAsync(Place place)
    {
        var contract = place.File("contract.binpb");
        await File.WriteAllBytesAsync(contract, ContractSet());
        return contract;
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
