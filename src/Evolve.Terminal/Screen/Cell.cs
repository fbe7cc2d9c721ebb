namespace Evolve.Terminal.Screen;

/// <summary>One character cell of a screen.</summary>
/// <param name="Text">One grapheme; a space for an empty cell; empty for the right half of a wide one. Never a control character.</param>
/// <param name="Width">Columns taken: 1, 2, or 0 for the right half of a wide one.</param>
/// <param name="Style">Colours and attributes.</param>
public readonly record struct Cell(string Text, byte Width, CellStyle Style);
