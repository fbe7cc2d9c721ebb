using Evolve.Terminal.Screen;
using Attribute = Terminal.Gui.Drawing.Attribute;
using GuiCell = Terminal.Gui.Drawing.Cell;
using IDriver = Terminal.Gui.Drivers.IDriver;

namespace Evolve.Tui.Painting;

/// <summary>Copies a canvas to the library's screen, only the cells that changed since the last time.</summary>
internal sealed class CanvasPainter
{
    private readonly Dictionary<CellStyle, Attribute> _attributes = [];
    private Canvas? _last;
    private GuiCell[,]? _contents;

    /// <summary>Copies everything the next time: somebody else has drawn on the screen.</summary>
    public void Invalidate() => _last = null;

    public void Paint(Canvas canvas, IDriver driver)
    {
        if (driver.Contents is not { } contents)
        {
            return;
        }

        var last = ReferenceEquals(contents, _contents) && _last?.Bounds == canvas.Bounds ? _last : null;
        var dirty = driver.GetOutputBuffer().DirtyLines;
        for (var y = 0; y < Math.Min(canvas.Height, contents.GetLength(0)); y++)
        {
            var row = canvas.Row(y);
            if (last is not null && row.SequenceEqual(last.Row(y)))
            {
                continue;
            }

            for (var x = 0; x < Math.Min(canvas.Width, contents.GetLength(1)); x++)
            {
                if (last is null || row[x] != last.Row(y)[x])
                {
                    contents[y, x] = new GuiCell(Pack(row[x].Style), true, TextOf(row[x]));
                }
            }

            dirty[y] = true;
        }

        (_last, _contents) = (canvas, contents);
    }

    private static string TextOf(Cell cell) => cell.Style.Attributes.HasFlag(CellAttributes.Hidden) && cell.Width > 0 ? " " : cell.Text;

    private Attribute Pack(CellStyle style)
    {
        if (!_attributes.TryGetValue(style, out var attribute))
        {
            // Programs in panes may use any of 16 million colours: what is kept stays small.
            if (_attributes.Count > 4096)
            {
                _attributes.Clear();
            }

            _attributes[style] = attribute = Styles.Pack(style);
        }

        return attribute;
    }
}
