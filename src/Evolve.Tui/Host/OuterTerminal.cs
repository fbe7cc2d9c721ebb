using System.Text;
using Evolve.Terminal;

namespace Evolve.Tui.Host;

/// <summary>
/// The user's terminal while it is ours: raw keys, the alternate screen, mouse and paste reports. Whatever ends the
/// program, <see cref="Dispose"/> puts everything back, once.
/// </summary>
internal sealed class OuterTerminal : IDisposable
{
    // Alternate screen; button, drag and SGR mouse reports; bracketed paste; no blinking cursor before the first frame.
    private const string Enter = "\u001b[?1049h\u001b[?1002h\u001b[?1006h\u001b[?2004h\u001b[?25l";
    private const string Leave = "\u001b[?2026l\u001b[?2004l\u001b[?1006l\u001b[?1002l\u001b[0m\u001b[0 q\u001b[?1049l\u001b[?25h";
    private readonly Lock _lock = new();
    private byte[]? _settings;

    private OuterTerminal(byte[] settings) => _settings = settings;

    /// <summary>The size now.</summary>
    public static TerminalSize Size => Tty.Size() ?? new TerminalSize(80, 24);

    /// <summary>Takes the terminal over; null when standard input is none.</summary>
    public static OuterTerminal? Open()
    {
        if (Tty.SaveSettings() is not { } settings)
        {
            return null;
        }

        Tty.Apply(Tty.Raw(settings));
        var terminal = new OuterTerminal(settings);
        terminal.Write(Enter);
        return terminal;
    }

    /// <summary>Writes as it is; false when the terminal is gone.</summary>
    public bool Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            return _settings is not null && Tty.Write(bytes);
        }
    }

    /// <summary>Writes text as it is.</summary>
    public bool Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_settings is not { } settings)
            {
                return;
            }

            _settings = null;
            Tty.Write(Encoding.UTF8.GetBytes(Leave));
            Tty.Apply(settings);
        }
    }
}
