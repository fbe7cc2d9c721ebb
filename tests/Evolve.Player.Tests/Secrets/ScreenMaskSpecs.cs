using System.Text;
using Evolve.Player.Secrets;
using Evolve.Terminal.Screen;

namespace Evolve.Player.Tests.Secrets;

public class ScreenMaskSpecs
{
    private static readonly LineMask s_mask = LineMask.Of([@"token-\w+", "秘密"]);

    [Fact]
    public void A_secret_is_hidden_cell_by_cell() =>
        Assert.Equal("a ********* b", Seen("a token-abc b", columns: 20));

    [Theory]
    [InlineData(6, "the **\n******\n**** x")]
    [InlineData(9, "the *****\n******* x")]
    public void A_secret_that_wraps_is_hidden_in_all_its_rows(int columns, string seen) => Assert.Equal(seen, Seen("the token-abcdef x", columns));

    [Fact]
    public void A_program_that_wraps_by_itself_hides_nothing_from_us() =>
        Assert.Equal("the **\n******", Seen("the to\e[2;1Hken-ab", columns: 6));

    [Fact]
    public void A_wide_secret_is_hidden_in_both_halves() =>
        Assert.Equal("a **** b", Seen("a 秘密 b", columns: 20));

    [Fact]
    public void A_part_of_a_line_above_the_window_counts()
    {
        var screen = Screen("the token-abcdef x", columns: 6);
        var hidden = ScreenMask.Find(s_mask, screen, 1, 1)!;
        Assert.All(hidden, Assert.True);
    }

    [Fact]
    public void What_has_scrolled_away_is_hidden_too()
    {
        var screen = Screen("token-abc\r\n1\r\n2\r\n3\r\n4\r\n5\r\n6", columns: 12, rows: 4);
        var hidden = ScreenMask.Find(s_mask, screen, -screen.ScrollbackCount, 2)!;
        Assert.Equal([.. Enumerable.Repeat(true, 9), .. Enumerable.Repeat(false, 15)], hidden);
    }

    [Fact]
    public void Half_a_secret_is_copied_as_nothing()
    {
        var screen = Screen("the token-abcdef x", columns: 9);
        Assert.Equal("***", ScreenMask.CopyText(s_mask, screen, (1, 1), (1, 3)));
        Assert.Equal("the ************ x", ScreenMask.CopyText(s_mask, screen, (0, 0), (1, 8)));
        Assert.Equal("the token-abcdef x", ScreenMask.CopyText(LineMask.None, screen, (0, 0), (1, 8)));
    }

    [Fact]
    public void Without_patterns_nobody_looks_at_the_screen() =>
        Assert.Null(ScreenMask.Find(LineMask.None, Screen("token-abc", columns: 20), 0, 5));

    private static VtScreen Screen(string text, int columns, int rows = 5)
    {
        var screen = new VtScreen(new(columns, rows));
        screen.Feed(Encoding.UTF8.GetBytes(text));
        return screen;
    }

    private static string Seen(string text, int columns)
    {
        var screen = Screen(text, columns);
        var hidden = ScreenMask.Find(s_mask, screen, 0, screen.Size.Rows);
        var seen = new StringBuilder();
        for (var row = 0; row < screen.Size.Rows; row++)
        {
            for (var column = 0; column < columns; column++)
            {
                seen.Append(hidden?[(row * columns) + column] == true ? "*" : screen.GetCell(row, column).Text);
            }

            seen.Append('\n');
        }

        return string.Join('\n', seen.ToString().Split('\n').Select(line => line.TrimEnd())).TrimEnd('\n');
    }
}
