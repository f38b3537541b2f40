using Grpc.Core;
using Grpc.Net.Client;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Rules;

/// <summary>A client that buys, restocks and spends as fast as its window allows, tries what the rules forbid, and looks at every committed state that it is shown.</summary>
internal sealed class HammerClient
{
    private const int Window = 24;
    private const int BatchOps = 4;
    private const int LowStock = 4;

    private readonly Copy _inventory = new(Shop.Inventory, 1);
    private readonly Copy _carts = new(Shop.Carts, 2);
    private readonly HashSet<string> _seenItems = [];
    private readonly HashSet<string> _seenCarts = [];
    private readonly Random _random;
    private readonly string _nodeId;
    private readonly int _quota;
    private readonly Alarm _progress = new();
    private readonly Lock _gate = new();
    private string? _broken;
    private int _waitMs;

    public HammerClient(int index, int quota)
    {
        (_nodeId, _quota, _random) = ($"hammer-{index}", quota, new Random(index));
        Items = new WriterLog(Shop.Inventory, _nodeId) { MayBeRefused = true };
        Baskets = new WriterLog(Shop.Carts, _nodeId) { MayBeRefused = true };
    }

    public WriterLog Items { get; }

    public WriterLog Baskets { get; }

    /// <summary>How many ops have their result.</summary>
    public int Answered => Items.Answered + Baskets.Answered;

    /// <summary>How many committed states it has looked at.</summary>
    public int StatesSeen { get; private set; }

    /// <summary>The first broken rule that a committed state showed; null for none.</summary>
    public string? Broken => Volatile.Read(ref _broken);

    private int Logged => Items.Count + Baskets.Count;

    private bool IsDone => Logged >= _quota && Answered == Logged;

    /// <summary>Converses, over cut streams and killed servers, until all its ops have their results.</summary>
    public async Task RunAsync(House house, Uri address)
    {
        using var channel = GrpcChannel.ForAddress(address);
        while (!IsDone && Broken is null)
        {
            await house.WhenUpAsync();
            try
            {
                using var stream = await WireStream.OpenAsync(channel, house.Token, _nodeId);
                await ConverseAsync(stream);
                // Put off: it comes again, and sends from the first op without a result.
                await Task.Delay(Interlocked.Exchange(ref _waitMs, 0));
            }
            catch (RpcException lost) when (lost.StatusCode is StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled or StatusCode.Unknown)
            {
                // The connection was cut, or the server killed.
            }
        }
    }

    private async Task ConverseAsync(WireStream stream)
    {
        await stream.SendAsync(_inventory.Subscribe(new WriterPosition { Writer = Items.Writer, LowestUnsettled = (ulong)Items.Answered + 1 }));
        await stream.SendAsync(_carts.Subscribe(new WriterPosition { Writer = Baskets.Writer, LowestUnsettled = (ulong)Baskets.Answered + 1 }));
        var reading = ReadAsync(stream);
        // When it has ended, not when it is about to: who waits for that would look too early, and never again.
        _ = reading.ContinueWith(_ => _progress.Ring(), TaskScheduler.Default);
        try
        {
            // What got no answer first, as it was; and nothing new before the copies are what the server has.
            await _progress.UntilAsync(() => reading.IsCompleted || (_inventory.IsCaughtUp && _carts.IsCaughtUp));
            foreach (var log in (WriterLog[])[Items, Baskets])
            {
                log.Confirmed = log.Answered;
                if (log.Count > log.Confirmed) await stream.SendAsync(log.Batch(log.Confirmed + 1, log.Count));
            }

            while (Logged < _quota && !reading.IsCompleted)
            {
                await _progress.UntilAsync(() => reading.IsCompleted || Logged - Answered <= Window - BatchOps);
                var log = _random.Next(5) < 3 ? Items : Baskets;
                var from = log.Count + 1;
                for (var i = 0; i < BatchOps; i++) Log(log);
                await stream.SendAsync(log.Batch(from, log.Count));
            }

            await _progress.UntilAsync(() => reading.IsCompleted || IsDone || Broken is not null);
            if (!reading.IsCompleted) await stream.CompleteAsync();
        }
        catch (RpcException)
        {
            // The reader learns why.
        }

        await reading;
    }

    private async Task ReadAsync(WireStream stream)
    {
        while (await stream.ReadAsync() is { } frame)
        {
            lock (_gate)
            {
                if (frame.OpResults is { } results) (results.Map == Shop.Inventory ? Items : Baskets).Take(results);
                else if (_inventory.IsFor(frame)) Look(frame, _inventory, _seenItems, Shop.BrokenInventory);
                else if (_carts.IsFor(frame)) Look(frame, _carts, _seenCarts, Shop.BrokenCarts);
                else if (frame.BatchStopped is { Error.Code: ErrorCode.RateLimited or ErrorCode.Unavailable } later)
                {
                    _waitMs = (int)later.Error.RetryAfterMs;
                    return;
                }
                else if (frame.BatchStopped is { } stopped) throw new InvalidOperationException($"{stopped}");
                else if (frame.Error is { } error) throw new InvalidOperationException($"{error}");
            }

            if (Broken is not null) return;
            _progress.Ring();
        }
    }

    // A page with more to follow is a step, and was never the map's state.
    private void Look(ServerFrame frame, Copy copy, HashSet<string> seen, Func<Copy, IEnumerable<string>, string?> broken)
    {
        copy.Take(frame);
        if (frame.ChangePage is not { } page) return;
        seen.UnionWith(page.Records.Select(record => record.Key));
        if (page.More) return;
        StatesSeen++;
        if (broken(copy, seen) is { } rule) Volatile.Write(ref _broken, $"At version {page.To.Version}: {rule}");
        seen.Clear();
    }

    private void Log(WriterLog log)
    {
        lock (_gate) log.Add(log == Items ? NextSale() : NextPurchase(), behindMs: _random.Next(50));
    }

    // Often more is taken than there is: the rule has to say so, not the client.
    private Write NextSale()
    {
        var key = Shop.Item(_random.Next(Shop.Items));
        var (stock, version) = (_inventory.Number(key, Shop.Stock) ?? 0, _inventory.Number(key, Shop.Version) ?? 0);
        var change = stock <= LowStock && _random.Next(3) > 0 ? _random.Next(20, 40) : -_random.Next(1, 8);
        return Shop.Patch(key, Shop.Stock, stock + change, version + 1);
    }

    // What is not there counts as 0: on a server without rules a budget may be gone before this client has seen that it is.
    private Write NextPurchase()
    {
        var basket = _random.Next(Shop.Baskets);
        var (cart, budget) = (Shop.Cart(basket), Shop.Budget(basket));
        switch (_random.Next(20))
        {
            case 0: return new Write { Key = budget, Base = WriteBase.Live, Remove = new Remove() };
            case 1: return new Write { Key = budget, Base = WriteBase.Live, Replace = new ObjectValue() };
            case 2: return new Write { Key = cart, Base = WriteBase.Live, Value = new Value { StringValue = "free" } };
            case < 8:
                var amount = (_carts.Number(budget, Shop.Amount) ?? 0) + _random.Next(-60, 70);
                return Shop.Patch(budget, Shop.Amount, amount, (_carts.Number(budget, Shop.Version) ?? 0) + 1);
            default:
                var total = Math.Max(0, (_carts.Number(cart, Shop.Total) ?? 0) + _random.Next(-20, 40));
                return Shop.Patch(cart, Shop.Total, total, (_carts.Number(cart, Shop.Version) ?? 0) + 1);
        }
    }
}
