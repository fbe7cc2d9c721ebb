using System.Text;
using CsCheck;
using Evolve.Terminal;
using Evolve.Terminal.Screen;
using Evolve.Tui.Host;
using Evolve.Tui.Painting;
using Xunit;
using GuiCell = Terminal.Gui.Drawing.Cell;

namespace Evolve.Tui.Tests.Host;

public sealed class FrameWriterTests
{
    [Fact]
    public void The_same_frame_twice_sends_nothing()
    {
        var writer = new FrameWriter();
        var contents = Contents("hello", "world");

        Assert.NotEmpty(writer.Render(contents, FrameCursor.Hidden));
        Assert.Empty(writer.Render(contents, FrameCursor.Hidden));
    }

    [Fact]
    public void Only_what_differs_is_sent()
    {
        var writer = new FrameWriter();
        writer.Render(Contents("hello", "world"), FrameCursor.Hidden);

        var frame = Encoding.UTF8.GetString(writer.Render(Contents("hello", "wor!d"), FrameCursor.Hidden));

        Assert.Equal("\u001b[?2026h\u001b[2;4H\u001b[0m!\u001b[?2026l", frame);
    }

    /// <summary>A terminal that is given all frames one after the other shows the last one, wide characters and emoji included.</summary>
    [Fact]
    public void Any_sequence_of_frames_leaves_the_last_one_on_a_terminal()
    {
        string[] graphemes = ["a", "b", " ", "é", "─", "你", "好", "😀", "●", "e\u0301"];
        var line = Gen.Int[0, graphemes.Length - 1].Array[0, 12].Select(picks => string.Concat(picks.Select(i => graphemes[i])));
        line.Array[4].Array[1, 6].Sample(frames =>
        {
            var writer = new FrameWriter();
            var terminal = new VtScreen(new TerminalSize(12, 4));
            foreach (var frame in frames)
            {
                var canvas = new Canvas(12, 4);
                for (var y = 0; y < 4; y++)
                {
                    canvas.Write(0, y, frame[y], default);
                }

                terminal.Feed(writer.Render(Contents(canvas), FrameCursor.Hidden));
                var shown = string.Join('\n', Enumerable.Range(0, 4).Select(terminal.GetText));
                Assert.Equal(canvas.ToText(), shown);
            }
        });
    }

    [Theory]
    [InlineData("\u001b[0;1;38;2;1;2;3;48;5;200m")]
    public void Colours_arrive_as_they_were_asked_for(string expected)
    {
        var canvas = new Canvas(1, 1);
        canvas.Write(0, 0, "x", new CellStyle(TerminalColor.FromRgb(1, 2, 3), TerminalColor.FromIndex(200), CellAttributes.Bold));

        Assert.Contains(expected + "x", Encoding.UTF8.GetString(new FrameWriter().Render(Contents(canvas), FrameCursor.Hidden)), StringComparison.Ordinal);
    }

    private static GuiCell[,] Contents(params string[] lines)
    {
        var canvas = new Canvas(lines.Max(line => line.Length), lines.Length);
        for (var y = 0; y < lines.Length; y++)
        {
            canvas.Write(0, y, lines[y], default);
        }

        return Contents(canvas);
    }

    private static GuiCell[,] Contents(Canvas canvas)
    {
        var contents = new GuiCell[canvas.Height, canvas.Width];
        for (var y = 0; y < canvas.Height; y++)
        {
            for (var x = 0; x < canvas.Width; x++)
            {
                contents[y, x] = new GuiCell(Styles.Pack(canvas.Row(y)[x].Style), true, canvas.Row(y)[x].Text);
            }
        }

        return contents;
    }
}
