using Evolve.Player.Commands;
using Evolve.Player.Running;
using Evolve.Player.Secrets;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Panes;

/// <content>What commands run in panes, beside steps and shells.</content>
public sealed partial class PaneSet
{
    /// <summary>What must not be seen in panes, nor be copied from them.</summary>
    public LineMask Secrets { get; internal set; } = LineMask.None;

    /// <summary>What a program in a pane finds: where it runs, and its variables.</summary>
    internal StepEnvironment Environment => _environment();

    /// <summary>Starts a program in the pane of this name, or beside it while that one is busy.</summary>
    public Pane OpenProgram(string name, string program, IEnumerable<string> arguments)
    {
        var words = arguments.ToList();
        var title = string.Join(' ', words.Select(CommandWords.Quote).Prepend(program));
        var (pane, lease) = Take(name, title);
        var environment = Environment;
        Start(
            new PtyCommand(program)
                .WithArguments(words)
                .WithWorkingDirectory(environment.WorkingDirectory)
                .WithEnvironment(environment.Variables.ToDictionary(pair => pair.Key, pair => (string?)pair.Value))
                .WithSize(lease.Size),
            lease,
            program);
        return pane;
    }

    /// <summary>Shows the lines of a piece of work in the pane of this name, or beside it while that one is busy.</summary>
    /// <param name="name">The pane.</param>
    /// <param name="title">What is done, as it was typed.</param>
    /// <param name="work">Does it; given what prints a line. A <see cref="CommandException"/> is shown.</param>
    public Pane OpenWork(string name, string title, Func<Action<string>, CancellationToken, Task> work)
    {
        ArgumentNullException.ThrowIfNull(work);
        var (pane, lease) = Take(name, title);
        Keep(Task.Run(() => WorkAsync(lease, work)));
        return pane;
    }

    private (Pane Pane, PaneLease Lease) Take(string name, string title)
    {
        for (var number = 1; ; number++)
        {
            var pane = Open(number == 1 ? name : $"{name}-{number}");
            if (pane.TryTake(PaneText.Safe(title), null, out var lease))
            {
                lease.Show((pane.Read(screen => screen.Cursor.Column) > 0 ? "\r\n" : "") + PaneText.Prompt(title));
                return (pane, lease);
            }
        }
    }

    private async Task WorkAsync(PaneLease lease, Func<Action<string>, CancellationToken, Task> work)
    {
        using (lease)
        {
            try
            {
                await work(line => lease.Show(PaneText.Safe(line) + "\r\n"), _closing.Token);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                lease.Show(PaneText.Faint("Broken off.") + "\r\n");
            }
            catch (Exception exception)
            {
                // Whatever goes wrong here is the command's failure, never the talk's end.
                lease.Show(PaneText.Safe(exception.Message) + "\r\n");
            }
        }
    }
}
