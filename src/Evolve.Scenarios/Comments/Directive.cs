namespace Evolve.Scenarios.Comments;

/// <summary>A comment that means something.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Value">What follows the colon, trimmed.</param>
/// <param name="Offset">Where the comment begins in its file.</param>
internal sealed record Directive(DirectiveKind Kind, string Value, int Offset);

internal enum DirectiveKind
{
    Pause,
    Note,
    Layout,
    Include,
    Hint,
    Quiz,
    Answer,
}
