using System.Globalization;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Commands;

/// <summary>Commands about steps; without a name they are about the step that is next.</summary>
internal static class StepCommands
{
    internal static Task RunAsync(CommandCall call, CancellationToken cancellationToken)
    {
        var step = Need(call);
        var state = call.Player.State;
        if (!state.Untrusted.IsEmpty)
        {
            call.Stage.Talk.AskTrust();
            return Task.CompletedTask;
        }

        return DoAsync(
            call,
            step.Id,
            () =>
            {
                if (state.StateOf(step.Id).NeedsChoice)
                {
                    call.Player.Retry(step.Id);
                }
                else
                {
                    call.Player.Run(step.Id);
                }
            },
            cancellationToken);
    }

    internal static Task AgainAsync(CommandCall call, CancellationToken cancellationToken) =>
        DoAsync(call, Target(call)?.Id, () => call.Player.Retry(Target(call)?.Id), cancellationToken);

    internal static Task StopAsync(CommandCall call, CancellationToken cancellationToken) =>
        DoAsync(call, call[0], () => call.Player.Cancel(call[0]), cancellationToken, isEnd: true);

    internal static Task SkipAsync(CommandCall call, CancellationToken cancellationToken) =>
        DoAsync(call, Need(call).Id, () => call.Player.Skip(Need(call).Id), cancellationToken);

    internal static Task SolveAsync(CommandCall call, CancellationToken cancellationToken) =>
        DoAsync(call, Need(call).Id, () => call.Player.Solve(Need(call).Id), cancellationToken);

    internal static Task ReplayAsync(CommandCall call, CancellationToken cancellationToken) =>
        DoAsync(call, Need(call).Id, () => call.Player.Replay(Need(call).Id), cancellationToken);

    internal static async Task WaitAsync(CommandCall call, CancellationToken cancellationToken)
    {
        await call.Player.HandledAsync();
        var patience = call[0] is { } seconds
            ? TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))
            : Timeout.InfiniteTimeSpan;
        using var late = new CancellationTokenSource(patience, call.Player.Time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await call.Player.WhenAsync(state => !state.Steps.Values.Any(step => step.IsActive), both.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommandException($"{InWords(call.Player.State)} still at work after {patience.TotalSeconds:0} s.");
        }
    }

    /// <summary>Waits for the end of what was just begun, and fails when that failed or was refused.</summary>
    internal static async Task FollowAsync(CommandCall call, long noticeBefore, string? stepId, CancellationToken cancellationToken, bool isEnd = false)
    {
        var state = call.Player.State;
        if (state.Notice is { IsRefusalOf: not null } refusal && refusal.Number > noticeBefore)
        {
            throw new CommandException(refusal.Sentence);
        }

        var active = stepId ?? state.Steps.FirstOrDefault(step => step.Value.IsActive).Key;
        if (active is null)
        {
            return;
        }

        state = await call.Player.WhenAsync(now => !now.StateOf(active).IsActive && (!isEnd || !now.StateOf(active).RunsOn), cancellationToken);
        if (!isEnd && state.StateOf(active) is { NeedsChoice: true } known)
        {
            throw new CommandException(known.Reason ?? $"{active} did not succeed.");
        }
    }

    private static async Task DoAsync(CommandCall call, string? stepId, Action action, CancellationToken cancellationToken, bool isEnd = false)
    {
        var noticeBefore = call.Player.State.Notice?.Number ?? 0;
        action();
        if (call.Stage.Follows)
        {
            await call.Player.HandledAsync();
            await FollowAsync(call, noticeBefore, stepId, cancellationToken, isEnd);
        }
    }

    private static Step Need(CommandCall call) => Target(call) ?? throw new CommandException("There is no step on this slide.");

    private static Step? Target(CommandCall call) => call[0] is { } named
        ? call.Player.State.Scenario.FindStep(named)
        : call.Player.State.StepInQuestion();

    private static string InWords(PlayerState state)
    {
        var active = state.Steps.Where(step => step.Value.IsActive).Select(step => step.Key).Order(StringComparer.Ordinal).ToList();
        return active.Count == 1 ? $"{active[0]} is" : $"{string.Join(", ", active)} are";
    }
}
