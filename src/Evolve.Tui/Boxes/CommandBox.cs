using Evolve.Player.Commands;
using Evolve.Terminal.Input;
using Evolve.Terminal.Screen;
using Evolve.Tui.Commanding;
using Evolve.Tui.Host;
using Evolve.Tui.Pages;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Boxes;

/// <summary>The <c>:</c> line: a command on the last line of the screen, which a clicker can neither run nor lose.</summary>
internal sealed class CommandBox(IDesk desk, Func<CommandVocabulary> vocabulary, Action<string> run) : IBox
{
    private readonly CommandEditor _editor = new(vocabulary, desk.Services.History);

    /// <inheritdoc/>
    public bool Dims => false;

    public FrameCursor Draw(Canvas canvas)
    {
        var lines = CommandLineRenderer.Render(_editor.Text, _editor.Cursor, _editor.Candidates, canvas.Width, desk.Theme);
        var top = canvas.Height - lines.Length;
        for (var i = 0; i < lines.Length; i++)
        {
            canvas.Write(0, top + i, lines[i]);
        }

        var column = CommandLineRenderer.CursorColumn(_editor.Text, _editor.Cursor, canvas.Width);
        return new FrameCursor(true, column, canvas.Height - 1, CursorShape.BlinkingBar);
    }

    public void Press(KeyPress key)
    {
        var entered = _editor.Press(key);
        if (entered is not null || _editor.IsLeft)
        {
            desk.Close(this);
        }

        if (!string.IsNullOrWhiteSpace(entered))
        {
            run(entered);
        }
    }

    public void Paste(string text) => _editor.Paste(text);

    public void Point(MouseInput mouse)
    {
        if (mouse is { Action: MouseAction.Press, Button: MouseButton.Left })
        {
            desk.Close(this);
        }
    }
}
