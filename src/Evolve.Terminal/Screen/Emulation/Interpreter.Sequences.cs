using Evolve.Terminal.Screen.Parsing;

namespace Evolve.Terminal.Screen.Emulation;

/// <content>Control sequences.</content>
internal sealed partial class Interpreter
{
    public void ControlSequence(byte final, Intermediates intermediates, Parameters parameters)
    {
        var isKnown = intermediates switch
        {
            { Count: 0 } => Plain(final, parameters),
            _ when intermediates.Is('?') => SetModes(final, parameters, isPrivate: true),
            _ when intermediates.Is('>') => Secondary(final, parameters),
            _ when intermediates.Is(' ') && final == 'q' => SetCursorShape(parameters),
            _ when intermediates.Is('!') && final == 'p' => SoftReset(),
            _ => false,
        };
        if (isKnown)
        {
            HasChanged = true;
            _last = -1;
        }
    }

    private bool Plain(byte final, Parameters parameters) =>
        Motion(final, parameters) || Editing(final, parameters) || Other(final, parameters);

    private bool Motion(byte final, Parameters parameters)
    {
        // Null: a parameter with colons, for which tmux does nothing.
        var count = parameters.Get(0, 1, 1);
        switch (final, count)
        {
            case ((byte)'A', { } n):
                display.Up(n);
                break;
            case ((byte)'B', { } n):
                display.Down(n);
                break;
            case ((byte)'C', { } n):
                display.Right(n);
                break;
            case ((byte)'D', { } n):
                display.Left(n);
                break;
            case ((byte)'E', { } n):
                display.CarriageReturn();
                display.Down(n);
                break;
            case ((byte)'F', { } n):
                display.CarriageReturn();
                display.Up(n);
                break;
            case ((byte)'G' or (byte)'`', { } n):
                display.MoveTo(n - 1, null);
                break;
            case ((byte)'H' or (byte)'f', { } n) when parameters.Get(1, 1, 1) is { } column:
                display.MoveTo(column - 1, n - 1);
                break;
            case ((byte)'Z', { } n):
                display.BackTab(n);
                break;
            case ((byte)'d', { } n):
                display.MoveTo(null, n - 1);
                break;
            case ((byte)'r', { } n) when parameters.Get(1, 1, display.Rows) is { } bottom:
                display.SetScrollRegion(n - 1, bottom - 1);
                break;
            default:
                return final is (>= (byte)'A' and <= (byte)'H') or (byte)'`' or (byte)'f' or (byte)'Z' or (byte)'d' or (byte)'r';
        }

        return true;
    }

    private bool Editing(byte final, Parameters parameters)
    {
        var count = parameters.Get(0, 1, 1);
        switch (final, count)
        {
            case ((byte)'@', { } n):
                display.InsertCharacters(n, Erased);
                break;
            case ((byte)'L', { } n):
                display.InsertLines(n, Erased);
                break;
            case ((byte)'M', { } n):
                display.DeleteLines(n, Erased);
                break;
            case ((byte)'P', { } n):
                display.DeleteCharacters(n, Erased);
                break;
            case ((byte)'S', { } n):
                display.ScrollUp(n, Erased);
                break;
            case ((byte)'T', { } n):
                display.ScrollDown(n, Erased);
                break;
            case ((byte)'X', { } n):
                display.EraseCharacters(n, Erased);
                break;
            case ((byte)'b', { } n):
                Repeat(n);
                break;
            case ((byte)'J', _):
                EraseInDisplay(parameters);
                break;
            case ((byte)'K', _):
                EraseInLine(parameters.Get(0, 0, 0));
                break;
            default:
                return final is (byte)'@' or (byte)'L' or (byte)'M' or (byte)'P' or (byte)'S' or (byte)'T' or (byte)'X' or (byte)'b';
        }

        return true;
    }

    private bool Other(byte final, Parameters parameters)
    {
        switch (final)
        {
            case (byte)'c' when parameters.Get(0, 0, 0) == 0:
                reply("\e[?1;2c");
                break;
            case (byte)'g' when parameters.Get(0, 0, 0) == 0:
                display.SetTab(false);
                break;
            case (byte)'g' when parameters.Get(0, 0, 0) == 3:
                display.ClearTabs();
                break;
            case (byte)'h' or (byte)'l':
                return SetModes(final, parameters, isPrivate: false);
            case (byte)'m':
                _pen.Style = Sgr.Apply(_pen.Style, parameters);
                break;
            case (byte)'n' when parameters.Get(0, 0, 0) == 5:
                reply("\e[0n");
                break;
            case (byte)'n' when parameters.Get(0, 0, 0) == 6:
                reply($"\e[{display.Y + 1};{display.X + 1}R");
                break;
            case (byte)'s':
                Save();
                break;
            case (byte)'t':
                WindowOperations(parameters);
                break;
            case (byte)'u':
                Restore();
                break;
            default:
                return final is (byte)'c' or (byte)'g' or (byte)'n';
        }

        return true;
    }

    private bool Secondary(byte final, Parameters parameters)
    {
        switch (final)
        {
            case (byte)'c':
                if (parameters.Get(0, 0, 0) == 0)
                {
                    reply("\e[>84;0;0c");
                }

                return true;
            case (byte)'q':
                if (parameters.Get(0, 0, 0) == 0)
                {
                    reply("\eP>|evolve\e\\");
                }

                return true;
            default:
                return final is (byte)'m' or (byte)'n';
        }
    }

    private void EraseInDisplay(Parameters parameters)
    {
        switch (parameters.Get(0, 0, 0))
        {
            case 0:
                display.EraseToEndOfScreen(Erased);
                break;
            case 1:
                display.EraseToStartOfScreen(Erased);
                break;
            case 2:
                display.EraseScreen(Erased);
                break;
            case 3 when parameters.Get(1, 0, 0) == 0:
                display.EraseScrollback();
                break;
        }
    }

    private void EraseInLine(int? part)
    {
        switch (part)
        {
            case 0:
                display.EraseToEndOfLine(Erased);
                break;
            case 1:
                display.EraseToStartOfLine(Erased);
                break;
            case 2:
                display.EraseLine(Erased);
                break;
        }
    }

    /// <summary>REP, no further than the end of the line.</summary>
    private void Repeat(int count)
    {
        if (_last < 0)
        {
            return;
        }

        _repeated[0] = (byte)_last;
        for (var i = Math.Min(count, display.Columns - display.X); i > 0; i--)
        {
            Print(_repeated);
        }
    }

    /// <summary>The size report and the title stack; everything else would be the user's window, which is not ours.</summary>
    private void WindowOperations(Parameters parameters)
    {
        for (var i = 0; parameters.Find(i) is { } operation; i++)
        {
            switch (operation)
            {
                case 3 or 4 or 8:
                    i += 2;
                    break;
                case 9 or 10:
                    i++;
                    break;
                case 18:
                    reply($"\e[8;{display.Rows};{display.Columns}t");
                    break;
                case 22 when parameters.Find(++i) is 0 or 2:
                    Titles.Push();
                    break;
                case 23 when parameters.Find(++i) is 0 or 2:
                    Titles.Pop();
                    break;
            }
        }
    }

    private bool SetCursorShape(Parameters parameters)
    {
        if (parameters.Get(0, 0, 0) is { } shape and <= (int)CursorShape.Bar)
        {
            display.CursorShape = (CursorShape)shape;
        }

        return true;
    }

    private bool SoftReset()
    {
        _pen = default;
        display.SoftReset();
        return true;
    }
}
