using Evolve.Tui.Boxes;
using Evolve.Tui.Keys;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Pages;

/// <summary>What pages and boxes ask of the window around them.</summary>
internal interface IDesk
{
    /// <summary>What the app was given.</summary>
    AppServices Services { get; }

    /// <summary>How everything looks now.</summary>
    Theme Theme { get; }

    /// <summary>The moment.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The message that is shown for a while, or null.</summary>
    string? Message { get; }

    /// <summary>Has an action run on the loop's thread; from any thread.</summary>
    void Post(Action action);

    /// <summary>Another frame should be drawn; from any thread.</summary>
    void Invalidate();

    /// <summary>Shows a sentence for a while.</summary>
    void Say(string sentence);

    /// <summary>Takes a sentence back that no longer holds, if it is still shown.</summary>
    void Unsay(string sentence);

    /// <summary>Opens a box over everything.</summary>
    void Open(IBox box);

    /// <summary>Closes a box.</summary>
    void Close(IBox box);

    /// <summary>Puts another page in place of this one.</summary>
    void Show(IPage page);

    /// <summary>Puts text on the clipboard of the user's terminal.</summary>
    void Copy(string text);

    /// <summary>Does what every page understands: blank, theme, help, quit; false for everything else.</summary>
    bool TryCommon(UiCommand command);

    /// <summary>Uses the theme that the user chose.</summary>
    void Choose(ThemeKind kind);

    /// <summary>Uses the scenario's theme unless the user chose one.</summary>
    void Prefer(ThemeKind? theme);

    /// <summary>Ends the app.</summary>
    /// <param name="farewell">What is printed after the screen is gone, or null.</param>
    void Leave(string? farewell);
}
