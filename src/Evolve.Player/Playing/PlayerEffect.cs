using System.Collections.Immutable;
using Evolve.Player.Running;
using Evolve.Scenarios.Commands;

namespace Evolve.Player.Playing;

/// <summary>What the machine wants done outside of itself.</summary>
internal abstract record PlayerEffect
{
    internal sealed record Start(StepRequest Request) : PlayerEffect;

    internal sealed record Stop(long Run) : PlayerEffect;

    internal sealed record FinishReplay : PlayerEffect;

    internal sealed record BeginTyping : PlayerEffect;

    internal sealed record EndTyping : PlayerEffect;

    internal sealed record RememberTrust(ImmutableArray<ScenarioCommand> Commands) : PlayerEffect;
}
