namespace Evolve.Scenarios.Heads;

/// <summary>A text of the front matter.</summary>
/// <param name="Text">What is written, trimmed.</param>
/// <param name="Offset">Where it begins in its file.</param>
internal sealed record HeadValue(string Text, int Offset);
