using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Painting;

namespace Evolve.Tui.Boxes;

/// <summary>Something over the page that has all keys until it is closed.</summary>
internal interface IBox
{
    /// <summary>True when what is behind it steps back.</summary>
    bool Dims => true;

    /// <summary>Draws itself over what is there.</summary>
    FrameCursor Draw(Canvas canvas);

    /// <summary>Takes a key.</summary>
    void Press(KeyPress key);

    /// <summary>Takes what the mouse did.</summary>
    void Point(MouseInput mouse);

    /// <summary>Takes pasted text.</summary>
    void Paste(string text)
    {
    }
}
