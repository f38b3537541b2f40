using Google.Protobuf;
using Google.Protobuf.Reflection;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Proxies;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Interop;

/// <summary>What any tool may do with the real server: ask for health, its contract and why it was refused, hold a conversation, use maps by calls.</summary>
public sealed class AnyToolTests
{
    private const string Python = "/usr/bin/python3";
    private const string Ruby = "/usr/bin/ruby";
    private const string Chromium = "/usr/bin/chromium";
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Interop");

    [Theory]
    [InlineData(Way.Cleartext)]
    [InlineData(Way.Tls)]
    public async Task A_tool_under_Node_learns_reasons_and_uses_maps(Way way)
    {
        await NodePackages.RequireAsync(Folder);
        using var place = new Place();
        var (server, trusted) = await ServeAsync(place, way);
        await using var _ = server;

        var tool = await ProgramRun.RunAsync("node", ["probe.mjs", AuthorityOf(server), Path.Combine(Built.Root, "proto"), server.Token, .. trusted], folder: Folder);

        Assert.True(tool.ExitCode == 0, tool.Output + tool.Errors);
        Assert.Equal(NodeProbe, Lines(tool));
    }

    [Theory]
    [InlineData(Way.Cleartext)]
    [InlineData(Way.Tls)]
    public async Task A_tool_under_Python_learns_health_contract_and_reasons_holds_a_conversation_and_uses_maps(Way way)
    {
        Assert.SkipUnless(File.Exists(Python), "Python is not installed; scripts/install-test-tools.sh installs it.");
        using var place = new Place();
        var (server, trusted) = await ServeAsync(place, way);
        await using var _ = server;

        var tool = await ProgramRun.RunAsync(Python, ["probe.py", AuthorityOf(server), await ContractAsync(place), server.Token, .. trusted], folder: Folder);

        Assert.True(tool.ExitCode == 0, tool.Output + tool.Errors);
        Assert.Equal(
            [
                "health 0801",
                "watch 0801",
                "lists SyncService True",
                .. Refusals("UNAUTHENTICATED True", "INVALID_ARGUMENT True"),
                .. Talk("1"),
                .. Maps,
                "deadline DEADLINE_EXCEEDED False None",
                "cancel CANCELLED False None",
            ],
            Lines(tool));
    }

    [Theory]
    [InlineData(Way.Cleartext)]
    [InlineData(Way.Tls)]
    public async Task A_tool_under_Ruby_learns_health_and_reasons_holds_conversations_and_uses_maps(Way way)
    {
        Assert.SkipUnless(File.Exists(Ruby), "Ruby is not installed; scripts/install-test-tools.sh installs it.");
        using var place = new Place();
        var (server, trusted) = await ServeAsync(place, way);
        await using var _ = server;

        var tool = await ProgramRun.RunAsync(Ruby, ["probe.rb", AuthorityOf(server), await ContractAsync(place), server.Token, .. trusted], folder: Folder);

        Assert.True(tool.ExitCode == 0, tool.Output + tool.Errors);
        Assert.Equal(
            [
                "health 0801",
                "watch 0801",
                .. Enumerable.Repeat("without a token 16 true ERROR_CODE_UNAUTHENTICATED", 3),
                .. Enumerable.Repeat("with a forged token 16 true ERROR_CODE_UNAUTHENTICATED", 3),
                "lists 0 resolvers",
                "with broken code 3 true ERROR_CODE_INVALID_RESOLVER",
                .. Talk("OP_RESULT_CODE_APPLIED"),
                .. Talk("OP_RESULT_CODE_APPLIED"),
                .. Maps,
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
        Assert.Equal(
            [
                .. Conversation("grpc", [.. Talk("1"), .. Talk("1")], Maps),
                .. Conversation("web-http1", Talk("1"), Maps),
                .. Conversation("web-http2", [.. Talk("1"), .. Talk("1")], Maps),
            ],
            Lines(tool));
    }

    [Theory]
    [InlineData(Way.Cleartext)]
    [InlineData(Way.Tls)]
    public async Task A_page_in_a_browser_has_a_conversation_from_another_origin(Way way)
    {
        await NodePackages.RequireAsync(Folder);
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed; scripts/install-test-tools.sh installs it.");
        using var place = new Place();
        var (server, _) = await ServeAsync(place, way);
        await using var running = server;

        var tool = await ProgramRun.RunAsync("node", ["browser.mjs", Chromium, server.WebAddress, await ContractAsync(place), server.Token], folder: Folder);

        Assert.True(tool.ExitCode == 0, tool.Output + tool.Errors);

        // By HTTP/1.1 a browser has no more than six calls at once.
        Assert.Equal(Conversation("browser", Talk("1"), way == Way.Tls ? Maps : Maps[..^1]), Lines(tool));
    }

    [Fact]
    public async Task A_tool_under_Node_and_a_page_come_to_one_port_of_nginx()
    {
        await NodePackages.RequireAsync(Folder);
        Assert.SkipUnless(File.Exists(Chromium), "Chromium is not installed; scripts/install-test-tools.sh installs it.");
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await using var proxy = await NginxProxy.StartAsync("both", server, TimeSpan.FromSeconds(60));
        var authority = new Uri(proxy.Address).Authority;

        var tool = await ProgramRun.RunAsync("node", ["probe.mjs", authority, Path.Combine(Built.Root, "proto"), server.Token, proxy.Trusted!], folder: Folder);
        var page = await ProgramRun.RunAsync("node", ["browser.mjs", Chromium, proxy.Address, await ContractAsync(place), server.Token], folder: Folder);

        Assert.True(tool.ExitCode == 0 && page.ExitCode == 0, tool.Output + tool.Errors + page.Output + page.Errors + proxy.Said);
        Assert.Equal(NodeProbe, Lines(tool));
        Assert.Equal(Conversation("browser", Talk("1"), Maps), Lines(page));
    }

    /// <summary>How a tool comes to the server.</summary>
    public enum Way
    {
        Cleartext,
        Tls,
    }

    // What tools learn that use maps by calls.
    private static string[] Maps => ["put 1", "get green ☕", "batch 2 3 4", "query 3000007", "100 streams saw the signal"];

    // What probe.mjs learns from a server that is well.
    private static string[] NodeProbe
        => [.. Refusals("UNAUTHENTICATED true", "INVALID_ARGUMENT true"), .. Maps, "deadline DEADLINE_EXCEEDED false null", "cancel CANCELLED false null"];

    private static string[] Lines(ProgramEnd tool) => tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string AuthorityOf(ServerProcess server) => new Uri(server.Address).Authority;

    // The server, and what a tool must be told besides to trust it.
    private static async Task<(ServerProcess Server, string[] Trusted)> ServeAsync(Place place, Way way)
    {
        if (way == Way.Cleartext) return (await ServerProcess.StartAsync(place.Data), []);
        var certificate = await TestCertificate.MakeAsync(place);
        return (await certificate.ServeAsync(place.Data), [certificate.Certificate]);
    }

    private static string[] Refusals(string unauthenticated, string invalid) =>
    [
        .. Enumerable.Repeat($"without a token {unauthenticated} ERROR_CODE_UNAUTHENTICATED", 2),
        .. Enumerable.Repeat($"with a forged token {unauthenticated} ERROR_CODE_UNAUTHENTICATED", 2),
        "lists 0 resolvers",
        $"with broken code {invalid} ERROR_CODE_INVALID_RESOLVER",
    ];

    // What a tool learns in a conversation, with its word for an op that was applied.
    private static string[] Talk(string applied) => ["welcome dev", "caught up", $"result 1 {applied} 1", "record tea 1", "ended"];

    // What conversation.mjs learns from a server that is well.
    private static IEnumerable<string> Conversation(string way, string[] talks, string[] maps)
    {
        const string Unauthenticated = "Unauthenticated google.rpc.ErrorInfo ERROR_CODE_UNAUTHENTICATED";
        string[] lines =
        [
            "lists 0 resolvers",
            "with broken code InvalidArgument google.rpc.ErrorInfo ERROR_CODE_INVALID_RESOLVER",
            .. Enumerable.Repeat($"without a token {Unauthenticated}", 2),
            .. Enumerable.Repeat($"with a forged token {Unauthenticated}", 2),
            .. Enumerable.Repeat($"with no token at all {Unauthenticated}", 2),
            .. talks,
            .. maps,
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
        Add(MapReflection.Descriptor);
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
