using System.Text;

namespace Evolve.Terminal.Screen.Parsing;

/// <summary>What the parser found in the stream of bytes.</summary>
internal interface IControlHandler
{
    /// <summary>Printable ASCII, one byte at least.</summary>
    void Print(ReadOnlySpan<byte> ascii);

    /// <summary>A character beyond ASCII.</summary>
    void Print(Rune rune);

    /// <summary>A C0 control character.</summary>
    void Execute(byte control);

    /// <summary>ESC, intermediates and a final byte.</summary>
    void Escape(byte final, Intermediates intermediates);

    /// <summary>A control sequence; its parameters are valid until the next byte.</summary>
    void ControlSequence(byte final, Intermediates intermediates, Parameters parameters);

    /// <summary>An operating system command, without its introducer and end.</summary>
    void OperatingSystemCommand(ReadOnlySpan<byte> text);

    /// <summary>An application program command, without its introducer and end.</summary>
    void ApplicationCommand(ReadOnlySpan<byte> text);

    /// <summary>Something began after which REP has nothing to repeat: a string, or a character beyond ASCII.</summary>
    void ForgetLastCharacter();
}
