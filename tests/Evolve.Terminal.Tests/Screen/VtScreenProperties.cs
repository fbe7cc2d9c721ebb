using CsCheck;
using Evolve.Terminal.Screen;
using Evolve.Terminal.Tests.Differential;
using Evolve.Terminal.Text;
using Xunit;

namespace Evolve.Terminal.Tests.Screen;

public class VtScreenProperties
{
    private const string Telling = "\e\e\e[[[]P;;01258HmhlJKrABL@?\n\r";

    private static readonly Gen<byte[]> Streams = Gen.OneOf(
        Gen.Byte.Array[0, 400],
        Gen.OneOf(Gen.Byte, Gen.Int[0, Telling.Length - 1].Select(i => (byte)Telling[i])).Array[0, 400],
        Gen.Select(Gen.Int[0, 1_000_000], Gen.Int[1, 60], Gen.Bool, (seed, tokens, isHostile) => new StreamGenerator(seed).Next(tokens, isHostile)));

    private static readonly Gen<TerminalSize> Sizes = Gen.Select(Gen.Int[1, 90], Gen.Int[1, 30], (columns, rows) => new TerminalSize(columns, rows));

    [Fact]
    public void Any_split_of_any_bytes_gives_the_same_screen()
    {
        Gen.Select(Streams, Gen.Int[1, 20]).Sample(
            (bytes, piece) =>
            {
                var whole = new VtScreen(new TerminalSize(40, 10));
                whole.Feed(bytes);
                var split = new VtScreen(new TerminalSize(40, 10));
                foreach (var part in bytes.Chunk(piece))
                {
                    split.Feed(part);
                }

                Assert.Null(GridSnapshot.Of(whole).DifferenceFrom(GridSnapshot.Of(split)));
                Assert.Equal(whole.Title, split.Title);
                Assert.Equal(whole.Modes, split.Modes);
            },
            iter: 1500);
    }

    [Fact]
    public void Whatever_is_fed_and_however_it_is_resized_every_row_has_the_width_it_claims()
    {
        Gen.Select(Streams, Sizes, Streams, Sizes).Sample(
            (first, size, second, other) =>
            {
                var screen = new VtScreen(new TerminalSize(40, 10), scrollbackLimit: 50);
                screen.Feed(first);
                Check(screen);
                screen.Resize(size);
                Check(screen);
                screen.Feed(second);
                Check(screen);
                screen.Resize(other);
                Check(screen);
            },
            iter: 1000);
    }

    private static void Check(VtScreen screen)
    {
        var size = screen.Size;
        Assert.InRange(screen.Cursor.Column, 0, size.Columns - 1);
        Assert.InRange(screen.Cursor.Row, 0, size.Rows - 1);
        var cells = new Cell[size.Columns];
        for (var row = -screen.ScrollbackCount; row < size.Rows; row++)
        {
            screen.CopyRow(row, cells);
            for (var column = 0; column < cells.Length; column++)
            {
                var cell = cells[column];
                Assert.Equal(cell.Width == 0, column > 0 && cells[column - 1].Width == 2);
                Assert.Equal(cell.Width == 0 ? "" : cell.Text, cell.Text);
                Assert.DoesNotContain(cell.Text, char.IsControl);
                Assert.Equal(cell.Width, CellWidth.Of(cell.Text));
            }

            Assert.Equal(size.Columns, cells.Sum(cell => cell.Width));
        }

        Assert.True(screen.ToPlainText().Length >= 0);
    }
}
