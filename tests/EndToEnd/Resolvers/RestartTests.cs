using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Client.Resolvers;
using TopGun.Core.Replicas;
using TopGun.Core.Values;
using TopGun.EndToEnd.LostAck;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Resolvers;

/// <summary>Rules over kills of the server and over connections that come and go.</summary>
public sealed class RestartTests : IAsyncLifetime
{
    private const string Map = "seats";
    private const string Taken = "if (context.localValue !== undefined) return { action: 'reject', reason: 'Taken.' }; return { action: 'local' };";

    private Town _town = null!;

    public async ValueTask InitializeAsync() => _town = await Town.StartAsync();

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact, Trait("Invariant", "INV-RES-3")]
    public async Task The_writer_that_comes_first_after_a_kill_is_judged_though_no_registrant_has_come_back()
    {
        var alice = await _town.OpenAsync("alice");
        await Register(alice, Taken);
        Assert.Equal(WriteEnding.Applied, (await Settled(alice.GetMap(Map).Set("A1", "alice"))).Ending);
        await alice.DisposeAsync();

        await _town.KillAsync();

        var bob = await _town.OpenAsync("bob");
        var result = await Settled(bob.GetMap(Map).Set("A1", "bob"));
        Assert.Equal((WriteEnding.Rejected, "Taken."), (result.Ending, result.Rejection?.Reason));
        Assert.Equal(1, Assert.Single(await bob.Resolvers.ListAsync(Map)).Claims);
    }

    [Fact, Trait("Invariant", "INV-RES-5")]
    public async Task A_client_renews_its_registrations_after_a_kill_before_its_writes_of_the_meantime()
    {
        await using var proxy = new FaultProxy(() => new Uri(_town.Server.Address));
        var alice = _town.Open(await _town.TokenAsync("alice"), null, proxy.Address);
        var map = alice.GetMap(Map);
        await Register(alice, Taken);
        await Settled(map.Set("A1", "alice"));

        await InStep.LeaveAsync(alice);
        await _town.KillAsync();
        map.Set("A2", "alice");
        alice.ReconnectNow();
        await alice.WhenSavedAsync().WaitAsync(ProgramRun.Patience);

        Assert.Equal(IntentState.InForce, Assert.Single(alice.Resolvers.Registrations).State);
        Assert.Equal(Value.Of("alice"), map.Get("A2"));
        Assert.Equal(WriteEnding.Rejected, (await Settled(map.Set("A2", "again"))).Ending);
    }

    [Fact]
    public async Task A_rule_that_somebody_replaced_meanwhile_is_reported_and_the_writes_go_on()
    {
        await using var proxy = new FaultProxy(() => new Uri(_town.Server.Address));
        var alice = _town.Open(await _town.TokenAsync("alice"), null, proxy.Address);
        var lost = new TaskCompletionSource<ResolverIntent>(TaskCreationOptions.RunContinuationsAsynchronously);
        alice.Resolvers.RegistrationLost += intent => lost.TrySetResult(intent);
        await Register(alice, Taken);

        // The same user on another device.
        var other = await _town.OpenAsync("alice");
        await Register(other, "return { action: 'local' };", replace: true);
        await InStep.LeaveAsync(alice);
        var write = alice.GetMap(Map).Set("A1", "alice");
        alice.ReconnectNow();

        Assert.Equal(WriteEnding.Applied, (await Settled(write)).Ending);
        var intent = await lost.Task.WaitAsync(ProgramRun.Patience);
        Assert.Equal((Map, "first", IntentState.Refused, Core.Sync.ErrorCode.AlreadyExists), (intent.Map, intent.Definition.Name, intent.State, intent.Error!.Code));
    }

    [Fact]
    public async Task Asked_before_there_is_a_server_it_waits_until_there_is_one_or_until_it_is_cancelled()
    {
        var isReachable = false;
        await using var proxy = new FaultProxy(() => isReachable ? new Uri(_town.Server.Address) : new Uri("http://127.0.0.1:1"));
        var alice = _town.Open(await _town.TokenAsync("alice"), null, proxy.Address);
        using var impatient = new CancellationTokenSource();
        var cancelled = alice.Resolvers.RegisterAsync("other", new ResolverOptions { Name = "first", Code = Taken }, cancellationToken: impatient.Token);
        var waiting = Register(alice, Taken);
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.False(waiting.IsCompleted);
        Assert.Equal(Map, Assert.Single(alice.Resolvers.Registrations).Map);

        isReachable = true;
        alice.ReconnectNow();

        Assert.Equal(1, await waiting);
        Assert.Empty(await alice.Resolvers.ListAsync("other"));
    }

    [Fact]
    public async Task An_answer_that_is_lost_with_its_connection_changes_nothing_of_what_it_said()
    {
        // The first reply after each question. On the connections that follow, the client's renewal is answered too, and must be let through.
        var isAsked = 0;
        await using var proxy = new FaultProxy(() => new Uri(_town.Server.Address))
        {
            CutsAt = frame => frame.KindCase == Protocol.V1.ServerFrame.KindOneofCase.ResolverReply && Interlocked.Exchange(ref isAsked, 0) == 1,
        };
        var alice = _town.Open(await _town.TokenAsync("alice"), null, proxy.Address);

        Volatile.Write(ref isAsked, 1);
        Assert.Equal(1, await Register(alice, Taken));
        Volatile.Write(ref isAsked, 1);
        Assert.Equal(1, Assert.Single(await alice.Resolvers.ListAsync(Map).WaitAsync(ProgramRun.Patience)).Claims);
        Volatile.Write(ref isAsked, 1);
        Assert.Equal(0, await alice.Resolvers.UnregisterAsync(Map, "first").WaitAsync(ProgramRun.Patience));

        Assert.Equal(3, proxy.Cuts);
        Assert.Empty(await (await _town.OpenAsync("bob")).Resolvers.ListAsync(Map));
    }

    [Fact]
    public async Task A_refusal_stays_in_the_inbox_over_a_restart_of_the_device_and_is_told_to_who_listens_then()
    {
        var alice = await _town.OpenAsync("alice");
        await Register(alice, Taken);
        await Settled(alice.GetMap(Map).Set("A1", Value.Object(("user", "alice"))));
        await using (var bob = await _town.OpenFileAsync("bob")) Assert.Equal(WriteEnding.Rejected, (await Settled(bob.GetMap(Map).Set("A1", "bob"))).Ending);

        await using var again = await _town.OpenFileAsync("bob");
        using var seen = new Rejections(again);

        Assert.Equal((Map, "A1", "Taken."), await seen.NextAsync());
        var rejection = Assert.Single(again.Rejections.List());
        Assert.Equal(Value.Object(("user", "alice")), rejection.ServerValue);
        Assert.True(again.Rejections.Discard(rejection.Id));
    }

    private static Task<int> Register(TopGunClient client, string code, bool replace = false)
        => client.Resolvers.RegisterAsync(Map, new ResolverOptions { Name = "first", Code = code, Priority = 100 }, replace).WaitAsync(ProgramRun.Patience);

    private static Task<WriteResult> Settled(PendingWrite write) => write.Settled.WaitAsync(ProgramRun.Patience);
}
