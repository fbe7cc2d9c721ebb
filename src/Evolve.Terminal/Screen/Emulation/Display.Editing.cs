using Evolve.Terminal.Screen.Storage;

namespace Evolve.Terminal.Screen.Emulation;

/// <content>Erasing, inserting, deleting and scrolling.</content>
internal sealed partial class Display
{
    public void InsertCharacters(int count, ulong erased)
    {
        if (X < Columns)
        {
            Grid.InsertCells(X, Y, Math.Min(count, Columns - X), erased);
        }
    }

    public void DeleteCharacters(int count, ulong erased)
    {
        if (X < Columns)
        {
            Grid.DeleteCells(X, Y, Math.Min(count, Columns - X), erased);
        }
    }

    public void EraseCharacters(int count, ulong erased)
    {
        if (X < Columns)
        {
            Grid.ClearCells(X, Y, Math.Min(count, Columns - X), erased);
        }
    }

    public void InsertLines(int count, ulong erased)
    {
        if (IsOutsideRegion)
        {
            Grid.InsertLinesToEnd(Y, Math.Min(count, Rows - Y), erased);
        }
        else
        {
            Grid.InsertLines(Y, Math.Min(count, Bottom + 1 - Y), Bottom, erased);
        }
    }

    public void DeleteLines(int count, ulong erased)
    {
        if (IsOutsideRegion)
        {
            Grid.DeleteLinesToEnd(Y, Math.Min(count, Rows - Y), erased);
        }
        else
        {
            Grid.DeleteLines(Y, Math.Min(count, Bottom + 1 - Y), Bottom, erased);
        }
    }

    public void ScrollUp(int count, ulong erased)
    {
        for (var i = Math.Min(count, Bottom - Top + 1); i > 0; i--)
        {
            Grid.ScrollUp(Top, Bottom, erased);
        }
    }

    public void ScrollDown(int count, ulong erased)
    {
        for (var i = Math.Min(count, Bottom - Top + 1); i > 0; i--)
        {
            Grid.ScrollDown(Top, Bottom, erased);
        }
    }

    public void EraseLine(ulong erased)
    {
        if (Grid[Y].Size > 0 || erased != 0)
        {
            Grid.ClearLines(Y, 1, erased);
        }
    }

    public void EraseToEndOfLine(ulong erased)
    {
        if (X == 0)
        {
            EraseLine(erased);
        }
        else if (X < Columns)
        {
            Grid.ClearCells(X, Y, Columns - X, erased);
        }
    }

    public void EraseToStartOfLine(ulong erased)
    {
        if (X >= Columns - 1)
        {
            EraseLine(erased);
        }
        else
        {
            Grid.ClearCells(0, Y, X + 1, erased);
        }
    }

    public void EraseToEndOfScreen(ulong erased)
    {
        if (X == 0 && Y == 0 && Grid.KeepsHistory)
        {
            Grid.ClearIntoHistory(erased);
            return;
        }

        if (X < Columns)
        {
            Grid.ClearCells(X, Y, Columns - X, erased);
        }

        Grid.ClearLines(Y + 1, Rows - Y - 1, erased);
    }

    public void EraseToStartOfScreen(ulong erased)
    {
        Grid.ClearLines(0, Y, erased);
        Grid.ClearCells(0, Y, Math.Min(X + 1, Columns), erased);
    }

    /// <summary>Empties the screen; what was on it goes to the scrollback.</summary>
    public void EraseScreen(ulong erased)
    {
        if (Grid.KeepsHistory)
        {
            Grid.ClearIntoHistory(erased);
        }
        else
        {
            Grid.ClearLines(0, Rows, erased);
        }
    }

    public void EraseScrollback()
    {
        Grid.Scrollback.Clear();
        Grid.Scrolled = 0;
    }

    /// <summary>DECALN: fills the screen with E.</summary>
    public void AlignmentTest()
    {
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                Grid[row].Set(column, 'E', 0, Columns);
            }
        }

        X = 0;
        Y = 0;
        Top = 0;
        Bottom = Rows - 1;
    }

    /// <summary>RIS: modes, tabs, region and cursor as at the start; the screen is emptied into the scrollback.</summary>
    public void Reset()
    {
        ResetTabs();
        SetScrollRegion(0, Rows - 1);
        Modes = new ScreenModes { AutoWrap = true, AlternateScreen = Modes.AlternateScreen };
        IsCursorVisible = true;
        CursorShape = CursorShape.Default;
        EraseScreen(0);
        X = 0;
        Y = 0;
    }

    /// <summary>DECSTR: modes and region as at the start; text and cursor stay.</summary>
    public void SoftReset()
    {
        Top = 0;
        Bottom = Rows - 1;
        Modes = Modes with
        {
            AutoWrap = true,
            Insert = false,
            Origin = false,
            ApplicationCursorKeys = false,
            ApplicationKeypad = false,
        };
        IsCursorVisible = true;
    }

    private bool IsOutsideRegion => Y < Top || Y > Bottom;
}
