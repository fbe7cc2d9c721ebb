using System.Collections.Immutable;

namespace Evolve.Stage.Reporting;

/// <summary>What the deployment was after a step that changed it.</summary>
/// <param name="After">The step's id; null for what was there at the beginning.</param>
/// <param name="At">When it became so.</param>
/// <param name="Containers">Its containers, in the order in which a request passes them.</param>
public sealed record ReportedStage(string? After, DateTimeOffset At, ImmutableArray<ReportedContainer> Containers);

/// <summary>One container of a tier.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Flavour">Its flavour.</param>
/// <param name="State"><c>running</c>, <c>exited</c> and so on.</param>
/// <param name="Serves">Whether the edge sent it new work.</param>
public sealed record ReportedContainer(string Name, string Tier, string Flavour, string State, bool Serves);
