using System.Collections.Immutable;
using Evolve.Tui.Drawing;

namespace Evolve.Tui.Overlays;

/// <summary>A box to be drawn over the middle of the screen.</summary>
/// <param name="Lines">Its lines, all <paramref name="Width"/> wide.</param>
/// <param name="Width">Columns.</param>
/// <param name="MaxScroll">The greatest useful scroll; 0 when everything fits.</param>
public sealed record Overlay(ImmutableArray<OverlayLine> Lines, int Width, int MaxScroll)
{
    /// <summary>Its height in lines.</summary>
    public int Height => Lines.Length;
}

/// <summary>A line, and what a click on it means.</summary>
/// <param name="Line">What is drawn.</param>
/// <param name="Item">The number, from 0, of the list's item that it belongs to; or null.</param>
public readonly record struct OverlayLine(StyledLine Line, int? Item = null);
