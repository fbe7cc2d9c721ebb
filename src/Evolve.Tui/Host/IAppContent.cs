using Evolve.Terminal;
using Evolve.Tui.Input;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Host;

/// <summary>What the host shows and gives input to; it lives on the loop's thread but for <see cref="Changed"/>.</summary>
internal interface IAppContent
{
    /// <summary>Raised on any thread when another frame should be drawn.</summary>
    event Action? Changed;

    /// <summary>True when the program is to end.</summary>
    bool IsFinished { get; }

    /// <summary>After what time a frame is due although nothing happened, or null.</summary>
    TimeSpan? Alarm { get; }

    /// <summary>The size of the screen has changed.</summary>
    void Resize(TerminalSize size);

    /// <summary>Takes input.</summary>
    void Handle(InputEvent input);

    /// <summary>Draws a frame.</summary>
    (Canvas Canvas, FrameCursor Cursor) Draw();
}
