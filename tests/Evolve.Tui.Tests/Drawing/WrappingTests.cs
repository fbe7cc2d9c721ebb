using CsCheck;
using Evolve.Tui.Drawing;
using Xunit;

namespace Evolve.Tui.Tests.Drawing;

public class WrappingTests
{
    [Theory]
    [InlineData("one two three", 7, "one two|three")]
    [InlineData("one two three", 80, "one two three")]
    [InlineData("  one   two  ", 80, "one two")]
    [InlineData("abcdefghij", 4, "abcd|efgh|ij")]
    [InlineData("an abcdefghij", 4, "an|abcd|efgh|ij")]
    [InlineData("one\ntwo", 80, "one|two")]
    [InlineData("one\n\ntwo", 80, "one||two")]
    [InlineData("漢字かな", 5, "漢字|かな")]
    [InlineData("漢", 1, "?")]
    [InlineData("", 10, "")]
    [InlineData("a\u001b[31mb", 10, "a[31mb")]
    public void Text_breaks_at_words_and_never_loses_any(string text, int width, string expected) =>
        Assert.Equal(expected, string.Join('|', Wrapping.Wrap(text, default, width).Select(line => line.Text)));

    [Fact]
    public void No_line_is_wider_than_the_width_and_every_word_is_there() =>
        Gen.Select(Gen.String, Gen.Int[2, 60]).Sample((text, width) =>
        {
            var lines = Wrapping.Wrap(text, default, width);
            Assert.All(lines, line => Assert.True(line.Width() <= width));
            Assert.Equal(
                string.Concat(CellText.Clean(text.Replace("\n", "")).Where(c => c != ' ')),
                string.Concat(lines.SelectMany(line => line.Text).Where(c => c != ' ')));
        });

    [Theory]
    [InlineData("hello", 5, "hello")]
    [InlineData("hello", 4, "hel…")]
    [InlineData("漢字", 3, "漢…")]
    [InlineData("漢字", 2, "…")]
    [InlineData("x", 0, "")]
    public void Text_is_clipped_to_cells(string text, int width, string expected) =>
        Assert.Equal(expected, CellText.Clip(text, width, "…"));
}
