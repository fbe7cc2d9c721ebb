using Evolve.Terminal.Screen.Parsing;

namespace Evolve.Terminal.Screen.Emulation;

/// <content>Modes: DECSET and DECRST, SM and RM.</content>
internal sealed partial class Interpreter
{
    private bool SetModes(byte final, Parameters parameters, bool isPrivate)
    {
        if (final is not ((byte)'h' or (byte)'l'))
        {
            return false;
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters.Find(i) is not { } mode)
            {
                continue;
            }

            if (isPrivate)
            {
                SetPrivateMode(mode, final == 'h');
            }
            else if (mode == 4)
            {
                display.Modes = display.Modes with { Insert = final == 'h' };
            }
        }

        return true;
    }

    private void SetPrivateMode(int mode, bool isSet)
    {
        switch (mode)
        {
            case 3:
                // Columns never change; what programs want from it is the cleared screen.
                display.MoveTo(0, 0);
                display.EraseScreen(Erased);
                break;
            case 6:
                display.Modes = display.Modes with { Origin = isSet };
                display.MoveTo(0, 0);
                break;
            case 12:
                display.CursorShape = Blinking(display.CursorShape, isSet);
                break;
            case 25:
                display.IsCursorVisible = isSet;
                break;
            case 47 or 1047:
                SwitchScreen(isSet, withCursor: false);
                break;
            case 1049:
                SwitchScreen(isSet, withCursor: true);
                break;
            default:
                display.Modes = WithMode(display.Modes, mode, isSet);
                break;
        }
    }

    private static ScreenModes WithMode(ScreenModes modes, int mode, bool isSet) => mode switch
    {
        1 => modes with { ApplicationCursorKeys = isSet },
        7 => modes with { AutoWrap = isSet },
        1000 => modes with { MouseTracking = isSet ? MouseTracking.Click : MouseTracking.None },
        1001 when !isSet => modes with { MouseTracking = MouseTracking.None },
        1002 => modes with { MouseTracking = isSet ? MouseTracking.Drag : MouseTracking.None },
        1003 => modes with { MouseTracking = isSet ? MouseTracking.Any : MouseTracking.None },
        1004 => modes with { FocusEvents = isSet },
        1005 => modes with { MouseUtf8 = isSet },
        1006 => modes with { MouseSgr = isSet },
        2004 => modes with { BracketedPaste = isSet },
        _ => modes,
    };

    private void SwitchScreen(bool toAlternate, bool withCursor)
    {
        if (toAlternate)
        {
            display.EnterAlternate(_pen.Style, withCursor);
            return;
        }

        var style = _pen.Style;
        display.LeaveAlternate(ref style, withCursor);
        _pen.Style = style;
    }

    private static CursorShape Blinking(CursorShape shape, bool blinks) => shape switch
    {
        CursorShape.BlinkingBlock or CursorShape.Block => blinks ? CursorShape.BlinkingBlock : CursorShape.Block,
        CursorShape.BlinkingUnderline or CursorShape.Underline => blinks ? CursorShape.BlinkingUnderline : CursorShape.Underline,
        CursorShape.BlinkingBar or CursorShape.Bar => blinks ? CursorShape.BlinkingBar : CursorShape.Bar,
        _ => shape,
    };
}
