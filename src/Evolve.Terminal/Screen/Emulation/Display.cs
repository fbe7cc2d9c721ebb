using Evolve.Terminal.Screen.Storage;

namespace Evolve.Terminal.Screen.Emulation;

/// <summary>
/// The state of a screen: grid, cursor, scroll region, tabs and modes. This part moves the cursor; the others write
/// text, erase and edit, switch to the alternate screen and change the size.
/// </summary>
internal sealed partial class Display
{
    private bool[] _tabs = [];

    public Display(TerminalSize size, int scrollbackLimit)
    {
        Grid = new Grid(size, scrollbackLimit);
        Bottom = size.Rows - 1;
        ResetTabs();
    }

    public Grid Grid { get; }

    public int Columns => Grid.Columns;

    public int Rows => Grid.Rows;

    /// <summary>The cursor's column; equal to <see cref="Columns"/> while a wrap is pending.</summary>
    public int X { get; set; }

    /// <summary>The cursor's row.</summary>
    public int Y { get; set; }

    /// <summary>First row of the scroll region.</summary>
    public int Top { get; private set; }

    /// <summary>Last row of the scroll region.</summary>
    public int Bottom { get; private set; }

    public ScreenModes Modes { get; set; } = new() { AutoWrap = true };

    public bool IsCursorVisible { get; set; } = true;

    public CursorShape CursorShape { get; set; }

    public void SetCursor(int x, int y)
    {
        X = x > Columns ? Columns - 1 : x;
        Y = Math.Min(y, Rows - 1);
    }

    /// <summary>Moves to an absolute place, inside the screen; null leaves a coordinate.</summary>
    public void MoveTo(int? x, int? y, bool honourOrigin = true)
    {
        if (y is { } row)
        {
            if (honourOrigin && Modes.Origin)
            {
                row = row > Bottom - Top ? Bottom : row + Top;
            }

            Y = Math.Min(row, Rows - 1);
        }

        if (x is { } column)
        {
            X = Math.Min(column, Columns - 1);
        }
    }

    public void Up(int count)
    {
        var limit = Y < Top ? Y : Y - Top;
        SetCursor(X == Columns ? X - 1 : X, Y - Math.Min(count, limit));
    }

    public void Down(int count)
    {
        var limit = Y > Bottom ? Rows - 1 - Y : Bottom - Y;
        SetCursor(X == Columns ? X - 1 : X, Y + Math.Min(count, limit));
    }

    public void Right(int count) => X = X >= Columns ? Columns - 1 : X + Math.Min(count, Columns - 1 - X);

    public void Left(int count) => SetCursor(X - Math.Min(count, X), Y);

    /// <summary>One to the left; at the start of a continued line, to the end of the line before.</summary>
    public void Backspace()
    {
        if (X > 0)
        {
            SetCursor(X - 1, Y);
        }
        else if (Y > 0 && Grid[Y - 1].IsWrapped)
        {
            SetCursor(Columns - 1, Y - 1);
        }
    }

    public void CarriageReturn() => X = 0;

    /// <summary>Down one line, scrolling at the end of the region.</summary>
    public void LineFeed(bool wrapped, ulong erased)
    {
        if (wrapped)
        {
            Grid[Y].IsWrapped = true;
        }

        if (Y == Bottom)
        {
            Grid.ScrollUp(Top, Bottom, erased);
        }
        else if (Y < Rows - 1)
        {
            Y++;
        }
    }

    public void ReverseIndex(ulong erased)
    {
        if (Y == Top)
        {
            Grid.ScrollDown(Top, Bottom, erased);
        }
        else if (Y > 0)
        {
            Y--;
        }
    }

    public void SetScrollRegion(int top, int bottom)
    {
        top = Math.Min(top, Rows - 1);
        bottom = Math.Min(bottom, Rows - 1);
        if (top < bottom)
        {
            X = 0;
            Y = 0;
            Top = top;
            Bottom = bottom;
        }
    }

    public void Tab()
    {
        if (X >= Columns - 1)
        {
            return;
        }

        do
        {
            X++;
        }
        while (X < Columns - 1 && !_tabs[X]);
    }

    public void BackTab(int count)
    {
        X = Math.Min(X, Columns - 1);
        for (; X > 0 && count > 0; count--)
        {
            do
            {
                X--;
            }
            while (X > 0 && !_tabs[X]);
        }
    }

    public void SetTab(bool isSet)
    {
        if (X < Columns)
        {
            _tabs[X] = isSet;
        }
    }

    public bool IsTab(int column) => _tabs[column];

    public void ClearTabs() => Array.Clear(_tabs);

    private void ResetTabs()
    {
        _tabs = new bool[Columns];
        for (var column = 8; column < Columns; column += 8)
        {
            _tabs[column] = true;
        }
    }
}
