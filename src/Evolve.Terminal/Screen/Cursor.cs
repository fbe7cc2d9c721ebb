namespace Evolve.Terminal.Screen;

/// <summary>Where the cursor stands and how it looks.</summary>
/// <param name="Column">0 to the number of columns minus 1; a pending wrap shows on the last column.</param>
/// <param name="Row">0 to the number of rows minus 1.</param>
/// <param name="IsVisible">False while the program hides it.</param>
/// <param name="Shape">Block, underline or bar.</param>
public readonly record struct Cursor(int Column, int Row, bool IsVisible, CursorShape Shape);
