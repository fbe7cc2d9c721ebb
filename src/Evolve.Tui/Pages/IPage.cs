using Evolve.Terminal;
using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Pages;

/// <summary>What fills the whole screen; lives on the loop's thread.</summary>
internal interface IPage : IAsyncDisposable
{
    /// <summary>After what time another frame is due although nothing happened, or null.</summary>
    TimeSpan? Alarm { get; }

    /// <summary>What is printed when the app ends without having asked, by a signal say; or null.</summary>
    string? LastWords { get; }

    /// <summary>Draws over the whole canvas.</summary>
    FrameCursor Draw(Canvas canvas);

    /// <summary>Takes a key.</summary>
    void Press(KeyPress key);

    /// <summary>Takes what the mouse did.</summary>
    void Point(MouseInput mouse);

    /// <summary>Takes pasted text.</summary>
    void Paste(string text);

    /// <summary>The screen has another size.</summary>
    void Resize(TerminalSize size);
}
