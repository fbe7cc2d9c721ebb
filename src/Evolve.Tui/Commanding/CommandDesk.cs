using Evolve.Player.Commands;
using Evolve.Tui.Boxes;
using Evolve.Tui.Pages;

namespace Evolve.Tui.Commanding;

/// <summary>
/// Does commands for keys, the <c>:</c> line and the notes window. What a key or the line prints comes onto the screen: a
/// line as a message, more as a box, and what takes its time in a pane. Lives on the loop's thread.
/// </summary>
internal sealed class CommandDesk(IDesk desk, CommandStage stage) : IDisposable
{
    /// <summary>The pane of what takes its time.</summary>
    private const string WorkPane = "commands";

    private readonly CancellationTokenSource _ended = new();

    /// <summary>Opens the <c>:</c> line.</summary>
    public void Ask() => desk.Open(new CommandBox(desk, () => stage.Vocabulary, Do));

    /// <summary>Does a command for whoever sees this screen.</summary>
    public void Do(string line)
    {
        var printed = new List<string>();
        try
        {
            if (CommandParser.Parse(line, stage.Vocabulary) is not { } command)
            {
                return;
            }

            if (command.Command.IsLong)
            {
                var pane = stage.Player.Panes.OpenWork(WorkPane, line, (print, token) => command.RunAsync(stage, print, token));
                stage.Talk.ShowPane(pane.Name);
                return;
            }

            var running = command.RunAsync(stage, printed.Add, _ended.Token);
            if (running.IsCompleted)
            {
                running.GetAwaiter().GetResult();
                Show(line, printed);
            }
            else
            {
                _ = Task.Run(() => FollowAsync(running));
            }
        }
        catch (CommandException exception)
        {
            desk.Say(exception.Message);
        }
    }

    /// <summary>Does a command for somebody elsewhere, whose screen no audience sees; from any thread.</summary>
    /// <exception cref="CommandException">It cannot be done, or failed.</exception>
    public async Task RunAsync(string line, Action<string> print, CancellationToken cancellationToken)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _ended.Token);
        var begun = new TaskCompletionSource<Task>(TaskCreationOptions.RunContinuationsAsynchronously);
        desk.Post(() =>
        {
            try
            {
                begun.SetResult(CommandParser.Parse(line, stage.Vocabulary) is { } command
                    ? command.RunAsync(stage with { IsPrivate = true }, print, both.Token)
                    : Task.CompletedTask);
            }
            catch (CommandException exception)
            {
                begun.SetResult(Task.FromException(exception));
            }
        });
        await (await begun.Task.WaitAsync(both.Token));
    }

    public void Dispose()
    {
        _ended.Cancel();
        _ended.Dispose();
    }

    private void Show(string line, List<string> printed)
    {
        var secrets = stage.Player.Panes.Secrets;
        switch (printed)
        {
            case []:
                break;
            case [var only]:
                desk.Say(secrets.Apply(only));
                break;
            default:
                desk.Open(new OutputBox(desk, line, [.. printed.Select(secrets.Apply)]));
                break;
        }
    }

    private async Task FollowAsync(Task running)
    {
        try
        {
            await running;
        }
        catch (OperationCanceledException)
        {
            // The talk was left meanwhile.
        }
        catch (Exception exception)
        {
            // Whatever went wrong is this command's failure: the talk goes on, and it is told.
            desk.Post(() => desk.Say(exception is CommandException ? exception.Message : $"It failed: {exception.Message}"));
        }
    }
}
