namespace Evolve.Stage.Reporting;

/// <summary>One measured value in a chart.</summary>
/// <param name="Measure">What was measured; values of one measure share a chart.</param>
/// <param name="Label">Of what: a tier and its flavour.</param>
/// <param name="Value">The value that the bar's length shows.</param>
/// <param name="Text">The value with its unit.</param>
/// <param name="IsEarlier">Whether it was measured before this run.</param>
public sealed record Figure(string Measure, string Label, double Value, string Text, bool IsEarlier);
