using Evolve.Player.Exercises;
using Evolve.Player.Playing;
using Evolve.Player.Tests.Support;
using Evolve.Testing;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Exercises;

/// <summary>Exercises that are checked by themselves; by a clock of the test's own, so that nothing waits.</summary>
public sealed class WatchSpecs : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly FakeSignal _files = new(isMovedByChecks: true);
    private readonly FakeSignal _shell = new(isMovedByChecks: false);

    [Fact]
    public async Task A_change_is_looked_at_once_it_has_come_to_rest()
    {
        await using var stage = Begin("test -e made || { echo 'Expected made.'; exit 1; }");
        using var watch = Watch(stage);
        _files.Raise();
        _time.Advance(TimeSpan.FromMilliseconds(500));
        _files.Raise();
        _time.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(0, Attempts(stage));

        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal("Expected made.", (await NotYet(stage)).NotYet);
        Assert.Equal(1, Attempts(stage));
    }

    [Fact]
    public async Task What_never_rests_is_looked_at_all_the_same()
    {
        await using var stage = Begin("echo 'Expected more.'; exit 1");
        using var watch = Watch(stage);
        for (var i = 0; i < 11; i++)
        {
            _shell.Raise();
            _time.Advance(TimeSpan.FromMilliseconds(500));
        }

        await NotYet(stage);
    }

    [Fact]
    public async Task Done_is_noticed_without_a_key()
    {
        await using var stage = Begin("test -e made");
        using var watch = Watch(stage);
        await File.WriteAllTextAsync(Path.Combine(stage.Folder, "made"), "");
        _files.Raise();
        _time.Advance(ExerciseWatch.Rest);
        await stage.When(state => state.StateOf("task").Status == StepStatus.Done);
    }

    [Fact]
    public async Task What_a_check_writes_itself_sets_off_no_other_one()
    {
        await using var stage = Begin("echo 'Expected more.'; exit 1");
        using var watch = Watch(stage);
        _files.Raise();
        _time.Advance(ExerciseWatch.Rest);
        await NotYet(stage);
        _files.Raise();
        _time.Advance(ExerciseWatch.Longest);
        Assert.Equal(1, Attempts(stage));

        // Later it is somebody else again; and a shell is always somebody.
        _files.Raise();
        _time.Advance(ExerciseWatch.Rest);
        await stage.When(_ => Attempts(stage) == 2);
    }

    [Fact]
    public async Task Without_an_open_exercise_nothing_is_looked_at()
    {
        await using var stage = Begin("exit 1");
        using var watch = Watch(stage);
        stage.Player.GoToSlide(1);
        await stage.When(state => state.SlideIndex == 1);
        _files.Raise();
        _time.Advance(ExerciseWatch.Longest);
        stage.Player.GoToSlide(0);
        await stage.When(state => state.SlideIndex == 0);
        Assert.Equal(0, Attempts(stage));
    }

    [Fact]
    public async Task A_file_that_is_written_below_a_folder_is_a_signal()
    {
        var folder = Directory.CreateTempSubdirectory("evolve-signal-");
        folder.CreateSubdirectory("deep/er");
        using var signal = new FolderSignal(folder.FullName);
        var heard = new TaskCompletionSource();
        signal.Changed += () => heard.TrySetResult();
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "deep/er/file"), "text");
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
        folder.Delete(recursive: true);
    }

    [Fact]
    public void A_folder_that_cannot_be_watched_is_told()
    {
        using var signal = new FolderSignal("/nowhere/at/all");
        Assert.StartsWith("Changed files in /nowhere/at/all are not noticed: ", signal.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_in_a_shell_is_a_signal_and_its_letters_are_none()
    {
        await using var stage = Begin("exit 1");
        var pane = stage.Player.Panes.OpenShell();
        await stage.Shows("evolve:", pane.Name);
        using var signal = new ShellSignal(stage.Player.Panes);
        var count = 0;
        var heard = new TaskCompletionSource();
        signal.Changed += () =>
        {
            Interlocked.Increment(ref count);
            heard.TrySetResult();
        };
        pane.Write("echo typed"u8);
        await stage.Shows("echo typed", pane.Name);
        Assert.Equal(0, count);
        pane.Write("\n"u8);
        await heard.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _files.Dispose();
        _shell.Dispose();
    }

    private static Stage Begin(string check) => new(
        Scenario(
            Slide("One", new Evolve.Scenarios.Model.StepStop(Step("task", Evolve.Scenarios.Model.StepKind.Exercise, "ls") with
            {
                Checks = [Check($"echo x >> $EVOLVE_ENV.attempts; {check}")],
            })),
            Slide("Two")),
        options => options with { IsWorkshop = true });

    private ExerciseWatch Watch(Stage stage) => new(stage.Player, [_files, _shell], _time);

    private static int Attempts(Stage stage)
    {
        var file = Path.Combine(stage.Folder, "environment.attempts");
        return File.Exists(file) ? File.ReadAllLines(file).Length : 0;
    }

    private static async Task<ExerciseState> NotYet(Stage stage)
    {
        var state = await stage.When(state => state.Workshop.StateOf("task").NotYet is not null && state.Workshop.LookedAt is null);
        return state.Workshop.StateOf("task");
    }

    private sealed class FakeSignal(bool isMovedByChecks) : IChangeSignal
    {
        public event Action? Changed;

        public bool IsMovedByChecks => isMovedByChecks;

        public void Raise() => Changed?.Invoke();

        public void Dispose() => Changed = null;
    }
}
