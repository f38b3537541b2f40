using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>A record of the tests.</summary>
public sealed record Seat(string State, long Price)
{
    public static Seat? Of(Value? value) => value is ObjectValue fields ? new(((StringValue)fields["state"]!).Text, ((Int64Value)fields["price"]!).Number) : null;
}
