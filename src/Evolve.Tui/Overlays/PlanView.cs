using Evolve.Player.Jumping;

namespace Evolve.Tui.Overlays;

/// <summary>A jump as it is shown.</summary>
/// <param name="Plan">What it does.</param>
/// <param name="Journey">How far it is, or null before it was set out on.</param>
/// <param name="Scroll">How many actions are scrolled away.</param>
public sealed record PlanView(JumpPlan Plan, Journey? Journey = null, int Scroll = 0);
