using TopGun.EndToEnd.Wire;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Rules;

/// <summary>An inventory and carts, and the rules that hold there: no stock is negative, and no cart costs more than its budget.</summary>
/// <remarks>Each record counts its version up, so an applied write is one that was made on what really stood there, and sums can be kept.</remarks>
internal static class Shop
{
    public const string Inventory = "inventory";
    public const string Carts = "carts";
    public const string Version = "version";
    public const string Stock = "stock";
    public const string Total = "total";
    public const string Amount = "amount";
    public const int Items = 100;
    public const int Baskets = 30;
    public const long FirstStock = 50;
    public const long FirstAmount = 100;

    private const string BudgetRule = """
        const id = context.key.split(':')[1];
        if (context.key.startsWith('cart:')) {
          const budget = context.readEntry('budget:' + id);
          if (!budget || context.remoteValue === null || !(context.remoteValue.total <= budget.amount)) {
            return { action: 'reject', reason: 'Cart total exceeds budget' };
          }
        } else {
          const cart = context.readEntry('cart:' + id);
          if (cart && (context.remoteValue === null || !(cart.total <= context.remoteValue.amount))) {
            return { action: 'reject', reason: 'The cart costs more than that' };
          }
        }
        return { action: 'accept', value: context.remoteValue };
        """;

    /// <summary>Writes the configuration of a server with these rules.</summary>
    /// <returns>The file.</returns>
    public static string Configure(Processes.Place place)
    {
        File.WriteAllText(place.File("budget.js"), BudgetRule);
        File.WriteAllText(place.File("shop.json"), """
            {
              "resolvers": {
                "inventory": [{ "builtIn": "NON_NEGATIVE", "fields": ["stock"] }, { "builtIn": "VERSION_INCREMENT" }],
                "carts": [{ "file": "budget.js", "priority": 80 }, { "builtIn": "VERSION_INCREMENT" }],
              },
            }
            """);
        return place.File("shop.json");
    }

    /// <summary>Fills a map for the first time.</summary>
    public static async Task OpenAsync(Uri address, string token)
    {
        using var stream = await WireStream.OpenAsync(address.ToString(), token, "owner");
        var (items, carts) = (new WriterLog(Inventory, "owner"), new WriterLog(Carts, "owner"));
        for (var i = 0; i < Items; i++) items.Add(Whole(Item(i), Stock, FirstStock));
        for (var i = 0; i < Baskets; i++)
        {
            carts.Add(Whole(Budget(i), Amount, FirstAmount));
            carts.Add(Whole(Cart(i), Total, 0));
        }

        await stream.SendAsync(items.Batch(1, items.Count));
        await stream.SendAsync(carts.Batch(1, carts.Count));
        while (items.Answered < items.Count || carts.Answered < carts.Count)
        {
            var results = (await stream.ReadAsync())!.OpResults;
            (results.Map == Inventory ? items : carts).Take(results);
        }
    }

    public static string Item(int number) => $"item:{number}";

    public static string Cart(int number) => $"cart:{number}";

    public static string Budget(int number) => $"budget:{number}";

    /// <summary>What is broken in a committed state of the inventory; null for nothing.</summary>
    public static string? BrokenInventory(Copy inventory, IEnumerable<string> keys)
        => keys.FirstOrDefault(key => inventory.Number(key, Stock) is not >= 0) is { } key ? $"{key} has a stock of {inventory.Number(key, Stock)}." : null;

    /// <summary>What is broken in a committed state of the carts; null for nothing.</summary>
    public static string? BrokenCarts(Copy carts, IEnumerable<string> keys)
    {
        foreach (var id in keys.Select(key => key.Split(':')[1]).Distinct())
            if (carts.Number($"cart:{id}", Total) is not { } total || carts.Number($"budget:{id}", Amount) is not { } amount || total > amount)
                return $"cart:{id} costs {carts.Number($"cart:{id}", Total)} of a budget of {carts.Number($"budget:{id}", Amount)}.";
        return null;
    }

    /// <summary>Writes a field and counts the version up, in a record as it stands.</summary>
    public static Write Patch(string key, string field, long value, long version) => new()
    {
        Key = key,
        Base = WriteBase.Live,
        Patch = new Patch { Set = { [field] = new Value { Int64Value = value }, [Version] = new Value { Int64Value = version } } },
    };

    private static Write Whole(string key, string field, long value) => new()
    {
        Key = key,
        Base = WriteBase.Unknown,
        Replace = new ObjectValue { Fields = { [field] = new Value { Int64Value = value }, [Version] = new Value { Int64Value = 1 } } },
    };
}
