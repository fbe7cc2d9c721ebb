using Evolve.Tui.Themes;

namespace Evolve.Tui.Slides.Syntax;

/// <summary>A part of a line of code.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Role">What it is.</param>
public readonly record struct SyntaxPart(string Text, Role Role);
