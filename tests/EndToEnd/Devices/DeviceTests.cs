using Grpc.Core;
using TopGun.Client;
using TopGun.Client.Connection;
using TopGun.Client.Maps;
using TopGun.Core.Replicas;
using TopGun.EndToEnd.LostAck;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Protocol.V1;
using Value = TopGun.Core.Values.Value;

namespace TopGun.EndToEnd.Devices;

/// <summary>What people do to devices, and docs/DEVICES.md says what comes of it: nothing is lost, nothing is swallowed.</summary>
public sealed class DeviceTests : IAsyncLifetime
{
    private const string Map = "notes";

    private readonly Place _place = new();
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync(_place.Data);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    [Trait("Invariant", "INV-OPS-1")]
    [Trait("Invariant", "INV-OPS-3")]
    public async Task Two_clones_of_a_device_are_online_at_once_and_every_write_counts_once()
    {
        string original = _place.File("original.db"), clone = _place.File("clone.db");
        string nodeId;
        await using (var client = Open(original, isOnline: true))
        {
            nodeId = client.NodeId;
            await Saved(client.GetMap(Map).Set("before", Value.Of("the copy")));
        }

        // An edit that was never sent is in the log of both.
        await using (var offline = Open(original, isOnline: false)) offline.GetMap(Map).Set("pending", Value.Of("in both logs"));
        ReplicaFiles.Duplicate(original, clone);

        const int Writes = 25;
        await using (var one = Open(original, isOnline: true))
        await using (var two = Open(clone, isOnline: true))
        {
            Assert.Equal(ClientError.ReplicaInUse, Assert.Throws<TopGunClientException>(() => Open(clone, isOnline: true)).Error);
            Assert.Equal(nodeId, one.NodeId);
            Assert.Equal(nodeId, two.NodeId);
            for (var i = 0; i < Writes; i++)
            {
                one.GetMap(Map).Set($"one-{i}", Value.Of(i));
                two.GetMap(Map).Set($"two-{i}", Value.Of(i));
                one.GetMap(Map).Patch("both", patch => patch.Set("one", Value.Of(i)));
                two.GetMap(Map).Patch("both", patch => patch.Set("two", Value.Of(i)));
            }

            Assert.Equal(new SavedState(0, 0), await one.WhenSavedAsync().WaitAsync(ProgramRun.Patience));
            Assert.Equal(new SavedState(0, 0), await two.WhenSavedAsync().WaitAsync(ProgramRun.Patience));
            await InStep.ReachAsync(one);
            await InStep.ReachAsync(two);
        }

        // One version each: the copy's, the pending one that both sent, and all that the two wrote since.
        var truth = await FetchAsync();
        Assert.Equal(2 + (4UL * Writes), truth.Cursor!.Version);
        Assert.Equal(3 + (2 * Writes), truth.Records.Count);
        ReplicaFiles.AssertHolds(original, Map, truth);
        ReplicaFiles.AssertHolds(clone, Map, truth);
    }

    [Fact]
    [Trait("Invariant", "INV-OPS-2")]
    public async Task A_replica_restored_from_yesterday_is_told_again_what_became_of_its_writes()
    {
        string file = _place.File("device.db"), yesterday = _place.File("yesterday.db");
        await using (var offline = Open(file, isOnline: false)) offline.GetMap(Map).Set("todo", Value.Of("written yesterday"));
        ReplicaFiles.Duplicate(file, yesterday);
        await using (var client = Open(file, isOnline: true))
        {
            await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            await Saved(client.GetMap(Map).Set("todo", Value.Of("changed today")));
        }

        ReplicaFiles.Duplicate(yesterday, file);
        await using (var offline = Open(file, isOnline: false)) Assert.Equal(Value.Of("written yesterday"), offline.GetMap(Map).Get("todo"));
        await using (var restored = Open(file, isOnline: true))
        {
            restored.GetMap(Map);
            Assert.Equal(new SavedState(0, 0), await restored.WhenSavedAsync().WaitAsync(ProgramRun.Patience));
            await InStep.ReachAsync(restored);
            Assert.Equal(Value.Of("changed today"), restored.GetMap(Map).Get("todo"));
            await Saved(restored.GetMap(Map).Set("more", Value.Of("after the restore")));
            await InStep.ReachAsync(restored);
        }

        var truth = await FetchAsync();
        Assert.Equal(3UL, truth.Cursor!.Version);
        ReplicaFiles.AssertHolds(file, Map, truth);
    }

    [Fact]
    [Trait("Invariant", "INV-OPS-3")]
    public async Task A_restored_write_whose_result_is_no_longer_kept_waits_in_the_inbox()
    {
        string file = _place.File("device.db"), yesterday = _place.File("yesterday.db");
        var isReachable = true;
        await using var proxy = new FaultProxy(() => isReachable ? new Uri(_server.Address) : new Uri("http://127.0.0.1:1"));
        await using (var client = Open(file, proxy.Address))
        {
            var map = client.GetMap(Map);
            await InStep.ReachAsync(client);
            isReachable = false;
            await InStep.LeaveAsync(client);
            map.Set("todo", Value.Of("written yesterday"));
            // The backup runs while the application does.
            ReplicaFiles.Duplicate(file, yesterday);

            isReachable = true;
            client.ReconnectNow();
            await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            // The next write of the same run tells the server that the result has arrived.
            await Saved(map.Set("todo", Value.Of("changed today")));
        }

        ReplicaFiles.Duplicate(yesterday, file);
        await using var restored = Open(file, isOnline: true);
        restored.GetMap(Map);
        Assert.Equal(new SavedState(0, 1), await restored.WhenSavedAsync().WaitAsync(ProgramRun.Patience));
        await InStep.ReachAsync(restored);

        var rejection = Assert.Single(restored.Rejections.List());
        Assert.Equal(RejectionCode.OutcomeUnknown, rejection.Code);
        Assert.Equal("todo", rejection.Key);
        Assert.Equal(Value.Of("written yesterday"), rejection.AttemptedValue);
        Assert.Equal(Value.Of("changed today"), restored.GetMap(Map).Get("todo"));
        Assert.Equal(2UL, (await FetchAsync()).Cursor!.Version);
    }

    [Fact]
    public async Task Another_user_on_the_device_sends_nothing_of_the_first_and_the_first_loses_nothing()
    {
        var file = _place.File("device.db");
        string alice = await ServerProcess.TokenAsync(_place.Data, "alice"), bob = await ServerProcess.TokenAsync(_place.Data, "bob");
        await using (var client = Open(file, _server.Address, alice)) await Saved(client.GetMap(Map).Set("from", Value.Of("alice")));
        await using (var offline = Open(file, isOnline: false)) offline.GetMap(Map).Set("offline", Value.Of("alice's too"));

        await using (var client = Open(file, _server.Address, bob))
        {
            client.GetMap(Map).Set("while", Value.Of("bob's token was used"));
            var reason = await StuckAsync(client);
            Assert.Equal(ConnectionReasonCode.NodeIdTaken, reason.Code);
            Assert.True(reason.NeedsHelp);
            Assert.Equal(new SavedState(2, 0), client.Saved);
            Assert.Equal(Value.Of("alice's too"), client.GetMap(Map).Get("offline"));
        }

        Assert.Equal(["from"], (await FetchAsync()).Records.Keys);

        await using (var client = Open(file, _server.Address, alice))
        {
            Assert.Equal(new SavedState(0, 0), await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience));
        }

        Assert.Equal(["from", "offline", "while"], (await FetchAsync()).Records.Keys.Order());
    }

    [Fact]
    public async Task Another_user_s_token_is_noticed_on_the_device_where_the_server_does_not_know_it_yet()
    {
        var file = _place.File("device.db");
        await using (var client = Open(file, isOnline: true)) await Saved(client.GetMap(Map).Set("from", Value.Of("dev")));

        // Another server, which has never heard of the replica.
        var data = _place.File("other-server.db");
        await using var other = await ServerProcess.StartAsync(data);
        await using var device = Open(file, other.Address, await ServerProcess.TokenAsync(data, "bob"));
        device.GetMap(Map).Set("while", Value.Of("bob's token was used"));

        Assert.Equal(ConnectionReasonCode.OtherUser, (await StuckAsync(device)).Code);
        Assert.Equal(new SavedState(1, 0), device.Saved);
        Assert.Empty((await Copy.FetchAsync(other.Address, other.Token, Map)).Records);
    }

    [Fact]
    public async Task A_stolen_node_id_opens_no_stream_and_its_owner_goes_on()
    {
        await using var owner = Open(_place.File("device.db"), isOnline: true);
        await Saved(owner.GetMap(Map).Set("mine", Value.Of("before")));

        var thief = await ServerProcess.TokenAsync(_place.Data, "thief");
        using (var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress(_server.Address))
        {
            var refused = await Assert.ThrowsAsync<RpcException>(() => WireStream.OpenAsync(channel, thief, owner.NodeId));
            Assert.Contains(nameof(ErrorCode.NodeIdTaken), refused.Status.Detail, StringComparison.Ordinal);
        }

        // Nor under a name of the thief's own.
        using (var stream = await WireStream.OpenAsync(_server.Address, thief, "thief"))
        {
            var forged = new WriterLog(Map, owner.NodeId);
            forged.Add(Ledger.Write("mine", "stolen"));
            await stream.SendAsync(forged.Batch(1, 1));
            var error = (await stream.ReadAsync())!.Error;
            Assert.Equal(ErrorCode.InvalidFrame, error.Code);
            Assert.Contains(owner.NodeId, error.Message, StringComparison.Ordinal);
        }

        await Saved(owner.GetMap(Map).Set("mine", Value.Of("after")));
        Assert.Equal(2UL, (await FetchAsync()).Cursor!.Version);
    }

    private static async Task Saved(PendingWrite write) => Assert.Equal(WriteEnding.Applied, (await write.Settled.WaitAsync(ProgramRun.Patience)).Ending);

    private static async Task<ConnectionReason> StuckAsync(TopGunClient client)
    {
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        await foreach (var state in client.StatesAsync(patience.Token))
            if (state is { Phase: ConnectionPhase.Disconnected, Reason.NeedsHelp: true }) return state.Reason;
        throw new InvalidOperationException("The client was disposed of.");
    }

    private TopGunClient Open(string file, bool isOnline) => isOnline ? Open(file, _server.Address) : TopGunClient.Open(new TopGunClientOptions { ReplicaFile = file });

    private TopGunClient Open(string file, string address, string? token = null)
        => TopGunClient.Open(new TopGunClientOptions { ReplicaFile = file, Server = address, Token = token ?? _server.Token });

    private Task<Copy> FetchAsync() => Copy.FetchAsync(_server.Address, _server.Token, Map);
}
