using Evolve.Testing;
using Xunit;

namespace Evolve.EndToEnd.App;

/// <summary>A talk in one terminal, its presenter's window in another.</summary>
public sealed class NotesSpecs : IDisposable
{
    private readonly AppUnderTest _app = new();

    [Fact]
    public void Forward_in_the_notes_window_moves_the_talk_and_closing_it_does_not()
    {
        using var notes = _app.Open("notes");
        notes.WaitFor("No talk is on yet");
        using var talk = _app.Open("play tour");
        talk.WaitFor("1/7");
        notes.WaitFor("slide 1 of 7").WaitFor("The tour needs no engine");
        notes.Press("PageDown");
        talk.WaitFor("Press it again");
        notes.Type(":").Type("goto base").Press("Enter");
        talk.WaitFor("A place to play in");
        notes.WaitFor("slide 3 of 7").WaitFor("forward").WaitFor("run look-around");
        // Not forward, which counts once within 300 ms, whichever window it comes from.
        talk.Type("r").WaitFor("✓ look-around");
        notes.WaitFor("run base").Press("q").WaitFor("[ended 0]");
        talk.Press("PageDown").WaitFor("✓ base");
    }

    [Fact]
    public void The_audience_never_sees_a_note_and_a_killed_window_is_not_missed()
    {
        using var talk = _app.Open("play tour");
        talk.WaitFor("1/7");
        using (var notes = _app.Open("notes"))
        {
            notes.WaitFor("The tour needs no engine");
        }

        Assert.DoesNotContain("The tour needs no engine", talk.Screen);
        talk.Press("PageDown").WaitFor("Press it again");
    }

    [Fact]
    public void Notes_are_plain_lines_for_a_pipe_and_commands_come_from_one()
    {
        using var talk = _app.Open("play tour");
        talk.WaitFor("1/7");
        var result = _app.Run(["notes", "--plain"]);
        Assert.Equal(0, result.Code);
        Assert.Contains("slide 1 of 7: Welcome", result.Output);
        Assert.DoesNotContain('\e', result.Output);
    }

    /// <inheritdoc/>
    public void Dispose() => _app.Dispose();
}
