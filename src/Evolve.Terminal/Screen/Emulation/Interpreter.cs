using System.Text;
using Evolve.Terminal.Screen.Parsing;
using Evolve.Terminal.Screen.Storage;

namespace Evolve.Terminal.Screen.Emulation;

/// <summary>Carries out what the parser finds. This part takes text, controls, escape sequences and strings.</summary>
internal sealed partial class Interpreter(Display display, Action<string> reply) : IControlHandler
{
    private readonly byte[] _repeated = new byte[1];
    private Pen _pen;
    private (Pen Pen, int X, int Y, bool Origin) _saved;
    private int _last = -1;

    public Titles Titles { get; } = new();

    /// <summary>Set by everything that may have changed what is seen; whoever reads it resets it.</summary>
    public bool HasChanged { get; set; }

    private ulong Erased => PackedStyle.Erased(_pen.Style);

    /// <summary>Forgets styles, character sets and the saved cursor.</summary>
    public void ResetPen()
    {
        _pen = default;
        _saved = (default, 0, 0, _saved.Origin);
    }

    public void Print(ReadOnlySpan<byte> ascii)
    {
        HasChanged = true;
        _last = ascii[^1];
        if (!_pen.IsLineDrawing && display.CanWriteRuns)
        {
            display.WriteRun(ascii, _pen.Style);
            return;
        }

        foreach (var value in ascii)
        {
            display.Write(
                _pen.IsLineDrawing ? LineDrawing.Translate(value) : new Rune(value), _pen.Style, _pen.IsLineDrawing);
        }
    }

    public void Print(Rune rune)
    {
        HasChanged = true;
        display.Write(rune, _pen.Style);
    }

    public void ForgetLastCharacter() => _last = -1;

    public void Execute(byte control)
    {
        HasChanged = true;
        _last = -1;
        switch (control)
        {
            case 0x08:
                display.Backspace();
                break;
            case 0x09:
                display.Tab();
                break;
            case 0x0A or 0x0B or 0x0C:
                display.LineFeed(wrapped: false, Erased);
                break;
            case 0x0D:
                display.CarriageReturn();
                break;
            case 0x0E:
                _pen.IsShiftedOut = true;
                break;
            case 0x0F:
                _pen.IsShiftedOut = false;
                break;
        }
    }

    public void Escape(byte final, Intermediates intermediates)
    {
        var isKnown = intermediates switch
        {
            { Count: 0 } => ExecuteEscape(final),
            _ when intermediates.Is('#') && final == '8' => AlignmentTest(),
            _ when intermediates.Is('(') && final is (byte)'0' or (byte)'B' => Designate(isG0: true, final == '0'),
            _ when intermediates.Is(')') && final is (byte)'0' or (byte)'B' => Designate(isG0: false, final == '0'),
            _ => false,
        };
        if (isKnown)
        {
            HasChanged = true;
            _last = -1;
        }
    }

    public void OperatingSystemCommand(ReadOnlySpan<byte> text)
    {
        var digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        var command = digits < 0 ? text : text[..digits];
        if (command.SequenceEqual("0"u8) || command.SequenceEqual("2"u8))
        {
            text = text[command.Length..];
            Titles.Set(text.StartsWith(";"u8) ? text[1..] : text);
            HasChanged = true;
        }
    }

    public void ApplicationCommand(ReadOnlySpan<byte> text)
    {
        Titles.Set(text);
        HasChanged = true;
    }

    private bool ExecuteEscape(byte final)
    {
        switch (final)
        {
            case (byte)'7':
                Save();
                break;
            case (byte)'8':
                Restore();
                break;
            case (byte)'=':
                display.Modes = display.Modes with { ApplicationKeypad = true };
                break;
            case (byte)'>':
                display.Modes = display.Modes with { ApplicationKeypad = false };
                break;
            case (byte)'D':
                display.LineFeed(wrapped: false, Erased);
                break;
            case (byte)'E':
                display.CarriageReturn();
                display.LineFeed(wrapped: false, Erased);
                break;
            case (byte)'H':
                display.SetTab(true);
                break;
            case (byte)'M':
                display.ReverseIndex(Erased);
                break;
            case (byte)'c':
                _pen = default;
                _saved = (default, 0, 0, _saved.Origin);
                display.Reset();
                break;
            case (byte)'\\':
                break;
            default:
                return false;
        }

        return true;
    }

    private bool AlignmentTest()
    {
        display.AlignmentTest();
        return true;
    }

    private bool Designate(bool isG0, bool isLineDrawing)
    {
        if (isG0)
        {
            _pen.IsG0LineDrawing = isLineDrawing;
        }
        else
        {
            _pen.IsG1LineDrawing = isLineDrawing;
        }

        return true;
    }

    private void Save() => _saved = (_pen, display.X, display.Y, display.Modes.Origin);

    private void Restore()
    {
        _pen = _saved.Pen;
        display.Modes = display.Modes with { Origin = _saved.Origin };
        display.MoveTo(_saved.X, _saved.Y, honourOrigin: false);
    }
}
