namespace TopGun.Scripting.Syntax;

/// <summary>One member of an object pattern: the key to read, spelt out or computed, and where its value goes.</summary>
internal sealed record ObjectPatternMember(PropertyKey? Key, Expression? ComputedKey, Target Target);
