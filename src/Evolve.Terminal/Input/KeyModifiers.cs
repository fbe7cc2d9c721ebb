namespace Evolve.Terminal.Input;

/// <summary>Keys held down with another; the values are xterm's, which adds them up and sends the sum plus one.</summary>
[Flags]
public enum KeyModifiers
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Shift; a character is already the shifted one.</summary>
    Shift = 1,

    /// <summary>Alt, also called Meta.</summary>
    Alt = 2,

    /// <summary>Control.</summary>
    Control = 4,
}
