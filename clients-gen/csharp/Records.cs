using Google.Protobuf;
using TopGun.Protocol.V1;

namespace TopGun.Stubs;

/// <summary>What the bytes of a record say.</summary>
public static class Records
{
    /// <summary>The value of a record from its bytes, as the conversation brings them.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="value">The value, as <see cref="Values.ToNative"/> makes it.</param>
    /// <returns>Whether there is one: false of a removed record.</returns>
    /// <exception cref="ArgumentException">The record comes from a newer server.</exception>
    public static bool TryRead(ByteString bytes, out object? value)
    {
        var record = Record.Parser.ParseFrom(bytes);
        value = record.RootKind switch
        {
            RootKind.Removed => null,
            RootKind.Value => Values.ToNative(record.RootValue),
            RootKind.Object => record.Registers.Where(register => register.Value is not null).ToDictionary(register => register.Field, register => Values.ToNative(register.Value)),
            _ => throw new ArgumentException($"The record has the root {record.RootKind}: it comes from a newer server.", nameof(bytes)),
        };
        return record.RootKind != RootKind.Removed;
    }

    /// <summary>What the bytes of a set's record show, as the <see cref="RemoveElements"/> that takes all of it out: each element with its tags.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>
    /// Empty where the record is no set. What is to stay is taken from its elements before it is sent. Whoever else adds an element meanwhile keeps it, since
    /// that tag is not among these.
    /// </returns>
    public static RemoveElements SeenElements(ByteString bytes)
    {
        var record = Record.Parser.ParseFrom(bytes);
        var seen = new RemoveElements { Writers = { record.Writers } };
        for (var i = 0; i < record.Tags.Count; i++) seen.Elements.Add(new SeenElement { Value = record.RootValue.ListValue.Items[i], Tags = { record.Tags[i].Tags } });
        return seen;
    }
}
