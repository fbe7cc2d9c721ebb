using System.Collections.Immutable;
using Evolve.Player.Panes;
using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Tests.Support;

/// <summary>A player over real processes, in a folder of its own that goes with it.</summary>
internal sealed class Stage : IAsyncDisposable
{
    /// <summary>What no test comes near to; it only keeps a broken one from hanging.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal Stage(Scenario scenario, Func<PlayerOptions, PlayerOptions>? with = null)
    {
        Folder = Directory.CreateTempSubdirectory("evolve-player-").FullName;
        var environment = new StepEnvironment(Folder, new Dictionary<string, string>
        {
            ["TERM"] = "xterm-256color",
            ["DOCKER_HOST"] = "unix:///nowhere",
            [StepEnvironment.FileVariable] = Path.Combine(Folder, "environment"),
        });
        var options = new PlayerOptions { Environment = environment };
        Player = new ScenarioPlayer(scenario, with is null ? options : with(options));
    }

    internal ScenarioPlayer Player { get; }

    internal string Folder { get; }

    internal static Stage For(params Stop[] stops) => new(Make.Scenario(Make.Slide("One", stops), Make.Slide("Two")));

    internal static Stage For(Func<PlayerOptions, PlayerOptions> with, params Stop[] stops) =>
        new(Make.Scenario(Make.Slide("One", stops), Make.Slide("Two")), with);

    internal StepState this[string id] => Player.State.StateOf(id);

    internal async Task<PlayerState> When(Func<PlayerState, bool> condition) =>
        await Player.WhenAsync(condition).WaitAsync(Patience);

    internal async Task<StepState> Ended(string id) =>
        (await When(state => state.StateOf(id) is { IsActive: false, Attempt: > 0 })).StateOf(id);

    internal async Task<StepState> Run(string id)
    {
        var attempt = this[id].Attempt + 1;
        Player.Run(id);
        return (await When(state => state.StateOf(id) is { IsActive: false } known && known.Attempt == attempt)).StateOf(id);
    }

    internal string Text(string pane = "run") => Player.Panes.Find(pane)!.Read(screen => screen.ToPlainText());

    /// <summary>Waits until a pane shows a text.</summary>
    internal Task Shows(string text, string pane = "run") =>
        PaneIs(pane, watched => watched.Read(screen => screen.ToPlainText()).Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until nothing runs in a pane.</summary>
    internal Task Free(string pane = "run") => PaneIs(pane, watched => !watched.IsBusy);

    internal async Task PaneIs(string pane, Func<Pane, bool> condition)
    {
        var found = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var watched = Player.Panes.Open(pane);
        watched.Changed += Look;
        Look();
        if (await Task.WhenAny(found.Task, Task.Delay(Patience)) != found.Task)
        {
            throw new TimeoutException($"The pane {pane} never came to that; it shows:\n{watched.Read(screen => screen.ToPlainText())}");
        }

        watched.Changed -= Look;

        void Look()
        {
            if (condition(watched))
            {
                found.TrySetResult();
            }
        }
    }

    /// <summary>Processes whose command line holds a word that only this test uses.</summary>
    internal static ImmutableArray<int> ProcessesWith(string word) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(folder => (folder, name: Path.GetFileName(folder)))
            .Where(entry => int.TryParse(entry.name, out _) && CommandLine(entry.folder).Contains(word, StringComparison.Ordinal))
            .Select(entry => int.Parse(entry.name, System.Globalization.CultureInfo.InvariantCulture)),
    ];

    public async ValueTask DisposeAsync()
    {
        await Player.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string CommandLine(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline"));
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return "";
        }
    }
}
