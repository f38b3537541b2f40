namespace TopGun.Scripting.Syntax;

/// <summary>One case of a switch; the default has no test.</summary>
internal sealed record SwitchCase(Expression? Test, Statement[] Statements);
