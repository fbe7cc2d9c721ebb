namespace Evolve.Player.Running;

/// <summary>Runs steps with all that belongs to them: time-outs, checks, variables and containers.</summary>
internal interface IStepRunner
{
    /// <summary>Starts a run; returns at once and never throws.</summary>
    /// <param name="request">What is to run.</param>
    /// <param name="checking">Called, on any thread, when its script has ended well and its checks begin.</param>
    /// <param name="stop">Ends it, also while it goes on in the background.</param>
    StepRun Start(StepRequest request, Action checking, CancellationToken stop);
}

/// <summary>A run that was started; neither task ever fails.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="End">Completes when nothing of it runs any more; gives a sentence when it had gone on in the background.</param>
internal sealed record StepRun(Task<StepOutcome> Outcome, Task<string?> End);
