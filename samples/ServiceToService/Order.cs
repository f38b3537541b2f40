namespace ServiceToService;

/// <summary>An order, as both services know it.</summary>
/// <param name="Dish">What is to be cooked.</param>
/// <param name="State">"new", then "done".</param>
public sealed record Order(string Dish, string State)
{
    /// <summary>The map of the orders.</summary>
    public const string Map = "orders";
}
