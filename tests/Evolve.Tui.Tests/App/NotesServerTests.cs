using Evolve.Player.Commands;
using Evolve.Stage.Notes;
using Xunit;

namespace Evolve.Tui.Tests.App;

/// <summary>The app as a presenter's window sees it.</summary>
public sealed class NotesServerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-notes-").FullName;

    [Fact]
    public void Forward_and_commands_in_the_window_move_the_talk()
    {
        using var app = AppDriver.Play(new AppOptions { NotesFolder = _folder });
        var window = new NotesClient(NotesClient.PathsIn(_folder), TimeProvider.System);
        window.Start();
        Until(app, () => window.Link.State is { Slide: 1, SlideCount: 3, Next: "show more" }, "a window that has found the talk");

        var forward = window.SendAsync("forward", _ => { });
        Until(app.ShouldShow("Everything you will see"), () => forward.IsCompletedSuccessfully, "an answer");
        var printed = new List<string>();
        var steps = window.SendAsync("steps", printed.Add);
        Until(app, () => steps.IsCompletedSuccessfully, "the steps");
        Assert.Equal(2, printed.Count);
        Assert.DoesNotContain("any key closes", app.Screen, StringComparison.Ordinal);

        var wrong = window.SendAsync("goto 9", _ => { });
        Until(app, () => wrong.IsFaulted, "a refusal");
        Assert.IsType<CommandException>(wrong.Exception!.InnerException);
        var going = window.SendAsync("goto last", _ => { });
        Until(app.ShouldShow("Thank you."), () => window.Link.State is { Slide: 3, NextSlide: null } && going.IsCompletedSuccessfully, "the last slide in the window");
        Ended(window.DisposeAsync().AsTask(), app);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What the window asks for is done when the app goes round, and it is told by the app's clock.</summary>
    private static void Until(AppDriver app, Func<bool> holds, string what) => app.Until(() => app.Wait(TimeSpan.FromMilliseconds(60)).Screen.Length > 0 && holds(), what);

    private static void Ended(Task task, AppDriver app) => Until(app, () => task.IsCompletedSuccessfully, "the end of the window");
}
