using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Parsing;

/// <summary>What is allowed at a place because of the function around it.</summary>
internal sealed class FunctionContext(FunctionCode code)
{
    public FunctionCode Code { get; } = code;

    public List<string> Labels { get; } = [];

    /// <summary>The labels that stand in front of loops, which continue may name.</summary>
    public List<string> LoopLabels { get; } = [];

    public int LoopDepth { get; set; }

    public int BreakableDepth { get; set; }

    public bool AllowsSuperMember { get; init; }

    public bool AllowsSuperCall { get; init; }

    public bool AllowsNewTarget { get; init; }

    /// <summary>Field values and static blocks are functions that cannot return.</summary>
    public bool AllowsReturn { get; init; } = true;
}
