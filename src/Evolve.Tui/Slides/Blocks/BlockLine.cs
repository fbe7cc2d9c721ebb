using Evolve.Tui.Drawing;

namespace Evolve.Tui.Slides.Blocks;

/// <summary>A line of a block, before the slide gives it its place.</summary>
/// <param name="Line">What is drawn.</param>
/// <param name="Reveal">Shown once this many pauses are passed.</param>
/// <param name="StepId">The step it belongs to, or null.</param>
/// <param name="IsFullWidth">True when it already has its place in the slide's whole width.</param>
internal readonly record struct BlockLine(StyledLine Line, int Reveal, string? StepId = null, bool IsFullWidth = false);
