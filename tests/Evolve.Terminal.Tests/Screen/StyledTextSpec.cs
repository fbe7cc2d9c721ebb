using System.Text;
using CsCheck;
using Evolve.Terminal.Screen;
using Xunit;

namespace Evolve.Terminal.Tests.Screen;

public class StyledTextSpec
{
    private static readonly string[] Pieces =
    [
        "plain ", "\e[1mbold", "\e[0m", "\e[31;44mred", "\e[38;5;200mpink", "\e[48;2;1;2;3mdark", "\e[7mback to front", "\e[4;9mlines", "\r\n", "你", "é", "\e[2J",
        "\e[3;5H", "\e[K", "\t", "\e[53;21m", "a line that is longer than the screen is wide, so that it wraps",
    ];

    [Fact]
    public void It_is_lines_with_the_fewest_control_sequences()
    {
        var screen = Fed("one \e[1;32mtwo\e[0m\r\n\r\n\e[41m \e[0mthree", new TerminalSize(20, 6));
        Assert.Equal("one \e[0;1;38;5;2mtwo\e[m\n\n\e[0;48;5;1m \e[0mthree", screen.ToStyledText());
        Assert.Equal("", Fed("", new TerminalSize(20, 6)).ToStyledText());
    }

    [Fact]
    public void Fed_to_a_screen_it_draws_the_same_again() =>
        Gen.Int[0, Pieces.Length - 1].Array[0, 40].Sample(indices =>
        {
            var size = new TerminalSize(23, 7);
            var screen = Fed(string.Concat(indices.Select(index => Pieces[index])), size);
            var again = Fed(screen.ToStyledText().Replace("\n", "\r\n", StringComparison.Ordinal), size);
            for (var row = 0; row < size.Rows; row++)
            {
                for (var column = 0; column < size.Columns; column++)
                {
                    Assert.Equal(screen.GetCell(row, column), again.GetCell(row, column));
                }
            }
        });

    private static VtScreen Fed(string text, TerminalSize size)
    {
        var screen = new VtScreen(size);
        screen.Feed(Encoding.UTF8.GetBytes(text));
        return screen;
    }
}
