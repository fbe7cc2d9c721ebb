namespace Evolve.Terminal.Screen;

/// <summary>The cursor's shape as set by DECSCUSR; the values are that sequence's parameters.</summary>
public enum CursorShape
{
    /// <summary>Whatever the user's terminal shows.</summary>
    Default = 0,

    /// <summary>A blinking block.</summary>
    BlinkingBlock = 1,

    /// <summary>A steady block.</summary>
    Block = 2,

    /// <summary>A blinking line under the text.</summary>
    BlinkingUnderline = 3,

    /// <summary>A steady line under the text.</summary>
    Underline = 4,

    /// <summary>A blinking line before the text.</summary>
    BlinkingBar = 5,

    /// <summary>A steady line before the text.</summary>
    Bar = 6,
}
