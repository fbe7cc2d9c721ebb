using Evolve.Terminal.Text;
using Xunit;

namespace Evolve.Terminal.Tests.Text;

public class CellWidthSpec
{
    [Theory]
    [InlineData("a", 1)]
    [InlineData("é", 1)]
    [InlineData("e\u0301", 1)]
    [InlineData("一", 2)]
    [InlineData("🐳", 2)]
    [InlineData("👩\u200D💻", 2)]
    [InlineData("❤\uFE0F", 1)]
    [InlineData("─", 1)]
    [InlineData("\uE0B0", 1)]
    [InlineData("\u200B", 0)]
    [InlineData("", 0)]
    [InlineData("a一b", 4)]
    public void Text_takes_the_columns_that_tmux_gives_it(string text, int columns) =>
        Assert.Equal(columns, CellWidth.Measure(text));

    [Fact]
    public void Graphemes_are_what_goes_into_one_cell()
    {
        Assert.Equal(["n\u0303", "一", "👨\u200D👩\u200D👧", "x"], CellWidth.Graphemes("n\u0303一👨\u200D👩\u200D👧\ax"));
    }

    [Fact]
    public void Truncated_text_never_ends_in_half_a_character()
    {
        Assert.Equal("a一", CellWidth.Truncate("a一二", 4));
        Assert.Equal("a一二", CellWidth.Truncate("a一二", 5));
        Assert.Equal("e\u0301", CellWidth.Truncate("e\u0301e\u0301", 1));
    }
}
