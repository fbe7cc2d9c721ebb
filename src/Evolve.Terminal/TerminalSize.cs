namespace Evolve.Terminal;

/// <summary>The size of a terminal in character cells.</summary>
/// <param name="Columns">Width, 1 or more.</param>
/// <param name="Rows">Height, 1 or more.</param>
public readonly record struct TerminalSize(int Columns, int Rows);
