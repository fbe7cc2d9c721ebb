namespace Evolve.Player.Playing;

/// <summary>A sentence to show for a while.</summary>
/// <param name="Number">Grows with every notice, so that the same sentence said twice is seen as new.</param>
/// <param name="Sentence">What is to be said.</param>
/// <param name="IsRefusalOf">The step that was not started for this reason, or null.</param>
public sealed record Notice(long Number, string Sentence, string? IsRefusalOf = null);
