using System.Collections.Immutable;
using Evolve.Player.Workspaces;
using Evolve.Scenarios.Commands;
using Evolve.Tui.Boxes;
using Evolve.Tui.Keys;
using Evolve.Tui.Overlays;

namespace Evolve.Tui.Pages;

/// <content>What is asked before something is put back, left or trusted.</content>
internal sealed partial class PlayPage
{
    private void AskReset()
    {
        if (_session.ResetWorkspace is not { } reset)
        {
            _desk.Say("This scenario works in its own folder; there is nothing to reset.");
            return;
        }

        _desk.Open(new QuestionBox(_desk, Dialogs.Reset(), answer =>
        {
            if (answer.Key == "y")
            {
                Reset(reset);
            }
        }));
    }

    private void Reset(Func<CancellationToken, Task> reset)
    {
        _desk.Say("Putting the workspace back…");
        _ = Task.Run(async () =>
        {
            try
            {
                await reset(CancellationToken.None);
                _desk.Post(() => _desk.Say("The workspace is as it was shipped."));
            }
            catch (WorkspaceException exception)
            {
                _desk.Post(() => _desk.Say($"{exception.Message}"));
            }
        });
    }

    /// <summary>How many containers run; null when they did, and their engine has gone.</summary>
    private int? Left => _deployment.RunningContainers ?? (_session.Net is null ? 0 : null);

    private void AskQuit() => _desk.Open(new QuestionBox(_desk, Dialogs.Quit(Left, 0, Running()), answer =>
    {
        switch (answer.Key)
        {
            case "k":
                _desk.Leave(Dialogs.KeptRunning);
                break;
            case "c" when _desk.Services.RemoveDeployment is { } remove:
                // Nobody shall be sent to a site that is being taken away.
                _desk.Services.Traffic?.Stop();
                _desk.Open(new RemovalBox(_desk, async cancellation =>
                {
                    // First: a step that runs on would make anew what is removed.
                    await StopStepsAsync(cancellation);
                    return await remove(cancellation);
                }));
                break;
            case "y":
                _desk.Leave(null);
                break;
        }
    }));

    private ImmutableArray<string> Running() =>
        [.. State.Steps.Where(step => step.Value.IsActive || step.Value.RunsOn).Select(step => step.Key).Order(StringComparer.Ordinal)];

    private async Task StopStepsAsync(CancellationToken cancellation)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            if (Running().IsEmpty)
            {
                stopped.TrySetResult();
            }
        }

        Player.Changed += Look;
        try
        {
            foreach (var step in Running())
            {
                Player.Cancel(step);
            }

            Look();
            await stopped.Task.WaitAsync(cancellation);
        }
        finally
        {
            Player.Changed -= Look;
        }
    }

    private void AskTrust()
    {
        var commands = State.Untrusted;
        if (_trustAsked?.Commands == commands)
        {
            return;
        }

        // A question about a version of the file that is no more.
        if (_trustBox is { } open)
        {
            _desk.Close(open);
            _trustBox = null;
        }

        if (commands.IsEmpty)
        {
            return;
        }

        var details = commands
            .Select(command => new DialogDetail(Label(command.Purpose, command.StepId), command.Script.Text))
            .ToImmutableArray();
        var isReload = _trustAsked is not null;
        _trustAsked = new TrustAsked(commands);
        _desk.Open(_trustBox = new QuestionBox(_desk, Dialogs.Trust(_desk.Services.Veil(State.Scenario.Path), details, isReload, 0, 0), answer =>
        {
            _trustBox = null;
            if (answer.Key == "y")
            {
                Player.Trust();
                AskResume();
            }
            else
            {
                _desk.Say($"Nothing of it will run. {KeyMap.NameOf(UiCommand.Run)} on a step asks again.");
            }
        }));
    }

    private static string Label(CommandPurpose purpose, string stepId) => purpose switch
    {
        CommandPurpose.Check => $"{stepId} (check)",
        CommandPurpose.Undo => $"{stepId} (undo)",
        CommandPurpose.Solve => $"{stepId} (solution)",
        _ => stepId,
    };

    private sealed record TrustAsked(ImmutableArray<ScenarioCommand> Commands);
}
