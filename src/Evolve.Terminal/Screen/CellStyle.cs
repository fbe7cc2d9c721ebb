namespace Evolve.Terminal.Screen;

/// <summary>Everything about a cell but its text.</summary>
/// <param name="Foreground">The text's colour.</param>
/// <param name="Background">The colour behind it.</param>
/// <param name="Attributes">Bold, underline and the rest.</param>
public readonly record struct CellStyle(
    TerminalColor Foreground,
    TerminalColor Background,
    CellAttributes Attributes);
