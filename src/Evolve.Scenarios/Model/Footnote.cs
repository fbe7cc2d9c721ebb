using System.Collections.Immutable;

namespace Evolve.Scenarios.Model;

/// <summary>A source or remark at the foot of a slide.</summary>
/// <param name="Number">The number shown, from 1 on each slide.</param>
/// <param name="Label">Its label in the file.</param>
/// <param name="Content">Its text.</param>
public sealed record Footnote(int Number, string Label, ImmutableArray<Inline> Content);
