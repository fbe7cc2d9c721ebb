namespace Evolve.Tui.Layout;

/// <summary>A rectangle of the screen in cells.</summary>
/// <param name="X">Its left column.</param>
/// <param name="Y">Its top row.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Height">Its rows.</param>
public readonly record struct Area(int X, int Y, int Width, int Height)
{
    /// <summary>The column after it.</summary>
    public int Right => X + Width;

    /// <summary>The row after it.</summary>
    public int Bottom => Y + Height;

    /// <summary>True when there is nothing in it.</summary>
    public bool IsEmpty => Width <= 0 || Height <= 0;

    /// <summary>True for a cell inside.</summary>
    public bool Contains(int x, int y) => x >= X && x < Right && y >= Y && y < Bottom;

    /// <summary>What both have in common.</summary>
    public Area Intersect(Area other)
    {
        var (x, y) = (Math.Max(X, other.X), Math.Max(Y, other.Y));
        return new Area(x, y, Math.Max(0, Math.Min(Right, other.Right) - x), Math.Max(0, Math.Min(Bottom, other.Bottom) - y));
    }

    /// <summary>The same, smaller on all sides.</summary>
    public Area Inset(int columns, int rows) =>
        new(X + columns, Y + rows, Math.Max(0, Width - (2 * columns)), Math.Max(0, Height - (2 * rows)));

    /// <summary>An area of a size in the middle of this one.</summary>
    public Area Center(int width, int height)
    {
        width = Math.Min(width, Width);
        height = Math.Min(height, Height);
        return new Area(X + ((Width - width) / 2), Y + ((Height - height) / 2), width, height);
    }
}
