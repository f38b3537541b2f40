namespace TopGun.Scripting.Syntax;

/// <summary>One name or pattern of a declaration with its value, if it has one.</summary>
internal sealed record Declarator(Target Target, Expression? Value);
