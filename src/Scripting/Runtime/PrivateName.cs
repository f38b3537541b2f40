namespace TopGun.Scripting.Runtime;

/// <summary>The key of a private member of one class body.</summary>
internal sealed class PrivateName(string name)
{
    public string Name { get; } = name;

    public override string ToString() => Name;
}
