using Evolve.Terminal.Screen;

namespace Evolve.Tui.Drawing;

/// <summary>Text of one style; the smallest piece of everything that is drawn.</summary>
/// <param name="Text">Text without control characters or line ends.</param>
/// <param name="Style">Its colours and attributes.</param>
public readonly record struct Span(string Text, CellStyle Style);
