using Evolve.Tui.Drawing;

namespace Evolve.Tui.Slides;

/// <summary>One line of a slide.</summary>
/// <param name="Line">What is drawn.</param>
/// <param name="Reveal">Shown once this many pauses are passed.</param>
/// <param name="StepId">The step whose card it belongs to, or null.</param>
/// <param name="Footnote">The number of the footnote it belongs to, or null.</param>
public readonly record struct SlideLine(StyledLine Line, int Reveal = 0, string? StepId = null, int? Footnote = null);
