namespace Evolve.Terminal.Screen;

/// <summary>One place where a searched text was found.</summary>
/// <param name="Row">The row it starts in; negative rows are scrollback, -1 the youngest.</param>
/// <param name="Column">The column it starts in.</param>
/// <param name="Length">How many columns it takes; a hit may continue on following rows when a long line was wrapped.</param>
public readonly record struct SearchHit(int Row, int Column, int Length);
