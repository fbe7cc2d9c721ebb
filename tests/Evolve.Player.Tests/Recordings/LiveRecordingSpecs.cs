using System.Text;
using Evolve.Lamp.Deployment;
using Evolve.Player.Commands;
using Evolve.Player.Playing;
using Evolve.Player.Recordings;
using Evolve.Player.Secrets;
using Evolve.Player.Tests.Commands;
using Evolve.Player.Tests.Support;
using Evolve.Scenarios.Model;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Recordings;

/// <summary>Steps that are recorded in the middle of a talk, by the command <c>record</c>.</summary>
public sealed class LiveRecordingSpecs : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("evolve-live-recording-").FullName;
    private readonly FakeDeployment _deployment = new();
    private readonly List<string> _printed = [];

    private string Folder => Path.Combine(_root, "talk");

    private string Beside => Path.Combine(_root, "beside");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task What_ran_while_it_was_on_is_kept_among_the_others()
    {
        await using (var before = Play(out var live))
        {
            live.Start();
            await before.Run("one");
            await before.Run("two");
            Assert.Equal(2, live.Stop()!.Steps);
        }

        var old = Text("two");
        await using var stage = Play(out _, Run("one", "echo anew"), Run("two", "echo anew"), Run("broken", "exit 1"));
        await stage.Run("two");
        await DoAsync(stage, "record on");
        await stage.Run("one");
        await stage.Run("broken");
        await DoAsync(stage, "record off");

        Assert.Equal(["Each step that succeeds is recorded from now on; “record off” keeps that.", "Recorded: 1 step. They are played when this scenario is opened the next time."], _printed);
        Assert.Equal(["one", "two"], RecordingShelf.Open(Folder).StepIds.Order(StringComparer.Ordinal));
        Assert.Contains("anew", Text("one"), StringComparison.Ordinal);
        Assert.Equal(old, Text("two"));
        Assert.Equal([Folder], Directory.EnumerateDirectories(_root));
    }

    [Fact]
    public async Task What_was_kept_once_stays_when_more_is_kept_in_the_same_talk()
    {
        Directory.CreateDirectory(Beside);
        await using var stage = Play(out var live);
        live.Start();
        await stage.Run("one");
        live.Stop();
        live.Start();
        await stage.Run("two");
        live.Stop();
        Assert.Equal(["one", "two"], RecordingShelf.Open(Folder).StepIds.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_step_has_the_deployment_of_its_own_run()
    {
        await using var stage = Play(out var live);
        _deployment.Become(Container("edge"));
        live.Start();
        await stage.Run("one");
        await stage.Run("two");
        live.Stop();
        _deployment.Become(Container("edge"), Container("web"));
        live.Start();
        await stage.Run("two");
        live.Stop();

        var shelf = RecordingShelf.Open(Folder);
        Assert.Single(shelf.MomentsOf("one")[^1].Picture!.Containers);
        Assert.Equal(2, shelf.MomentsOf("two")[^1].Picture!.Containers.Length);
        Assert.False(_deployment.WantsStats);
    }

    [Fact]
    public async Task An_undo_and_an_edited_text_are_no_recordings_of_a_step()
    {
        var step = new StepStop(Step("one", StepKind.Run, "echo mine") with { Undo = Script("echo undone") });
        await using var stage = Play(out var live, step);
        live.Start();
        await stage.Run("one");
        stage.Player.Undo("one");
        await stage.When(state => state.StateOf("one").Status == StepStatus.Waiting && state.Journey is null);
        stage.Player.EditAndRun("one", "echo edited");
        await stage.When(state => state.StateOf("one").Status == StepStatus.Done);
        live.Stop();

        Assert.Contains("mine", Text("one"), StringComparison.Ordinal);
        Assert.DoesNotContain("undone", Text("one"), StringComparison.Ordinal);
        Assert.DoesNotContain("edited", Text("one"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaving_keeps_it_and_without_a_step_there_is_nothing_to_keep()
    {
        await using var stage = Play(out var live);
        await DoAsync(stage, "record");
        await DoAsync(stage, "record on");
        await DoAsync(stage, "record");
        await DoAsync(stage, "record off");
        Assert.Equal(
            ["Steps are recorded already.", "No step has succeeded meanwhile, so nothing was recorded.", "No step is being recorded."], _printed.Skip(1));
        Assert.False(Directory.Exists(Folder));

        live.Start();
        await stage.Run("one");
        live.Dispose();
        Assert.Equal(["one"], RecordingShelf.Open(Folder).StepIds);
    }

    [Fact]
    public async Task Where_nothing_runs_there_is_nothing_to_record()
    {
        await using var stage = Stage.For(options => options with { ReplayReason = "There is no engine.", Recording = Live() }, Run("one", "true"));
        var refused = await Assert.ThrowsAsync<CommandException>(() => DoAsync(stage, "record"));
        Assert.Equal("Recordings are played here and nothing runs, so there is nothing to record.", refused.Message);
    }

    private static TierContainer Container(string tier) => new(
        "0123456789ab", tier, tier, "container", ContainerState.Running, ContainerHealth.Healthy, "172.18.0.2", null);

    private LiveRecording Live() => new(
        () =>
        {
            var recorder = new RunRecorder(Folder, "A talk", "x86-64, 2 CPUs", new SecretMask([]), TimeProvider.System);
            recorder.Follow(_deployment, isWatched: true);
            return recorder;
        },
        () => Directory.Exists(Folder) ? Folder : Beside);

    private Stage Play(out LiveRecording live, params Stop[] stops)
    {
        var mine = live = Live();
        return Stage.For(options => options with { Recording = mine }, stops is [] ? [Run("one", "echo first"), Run("two", "echo second")] : stops);
    }

    private Task DoAsync(Stage stage, string line)
    {
        var commands = new CommandStage(stage.Player, new PlainTalk(stage.Player));
        return CommandParser.Parse(line, commands.Vocabulary)!.RunAsync(commands, _printed.Add, default);
    }

    private string Text(string stepId)
    {
        using var reader = CastReader.Open(Path.Combine(Folder, RecordingShelf.FileOf(stepId)));
        var text = new StringBuilder();
        while (reader.TryRead(out var read))
        {
            text.Append(read.Data);
        }

        return text.ToString();
    }
}
