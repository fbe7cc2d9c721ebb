using Evolve.Terminal.Input;

namespace Evolve.Tui.Input;

/// <summary>Something the user did.</summary>
public abstract record InputEvent;

/// <summary>A key was pressed.</summary>
public sealed record KeyInput(KeyPress Key) : InputEvent;

/// <summary>The mouse was used; places are those of the whole screen.</summary>
public sealed record PointerInput(MouseInput Mouse) : InputEvent;

/// <summary>Text was pasted.</summary>
public sealed record PasteInput(string Text) : InputEvent;

/// <summary>The terminal's window got or lost the focus.</summary>
public sealed record FocusInput(bool HasFocus) : InputEvent;
