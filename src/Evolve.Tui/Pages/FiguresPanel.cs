using System.Collections.Immutable;
using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Traffic;
using Evolve.Scenarios.Model;
using Evolve.Tui.Drawing;
using Evolve.Tui.Figures;
using Evolve.Tui.Layout;
using Evolve.Tui.Painting;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Pages;

/// <summary>Traffic or the scoreboard: drawn anew only when it has changed, and only while it is on the screen.</summary>
internal sealed class FiguresPanel : IDisposable
{
    private readonly IDesk _desk;
    private volatile bool _isShown;
    private Depends _drawnFor;
    private ImmutableArray<StyledLine> _lines = [];

    public FiguresPanel(IDesk desk)
    {
        _desk = desk;
        if (Traffic is { } traffic)
        {
            traffic.Changed += OnChanged;
        }

        if (Scoreboard is { } scoreboard)
        {
            scoreboard.Changed += OnChanged;
        }
    }

    /// <summary>True when there is anything to draw.</summary>
    public bool Exists => Traffic is not null && Scoreboard is not null;

    /// <summary>True while something in it moves by itself.</summary>
    public bool IsMoving => _isShown && (Scoreboard?.IsMeasuring == true || Traffic?.Current.Phase == TrafficPhase.Ending);

    private ITrafficControl? Traffic => _desk.Services.Traffic;

    private IScoreboardSource? Scoreboard => _desk.Services.Scoreboard;

    /// <summary>Draws it, if it has a place.</summary>
    public void Draw(Canvas canvas, Area area, SlideLayout layout)
    {
        _isShown = !area.IsEmpty;
        if (area.IsEmpty || Traffic is not { } traffic || Scoreboard is not { } scoreboard)
        {
            return;
        }

        var isTraffic = layout == SlideLayout.Traffic;
        var depends = new Depends(
            isTraffic ? traffic.Current : scoreboard.Current,
            scoreboard.IsMeasuring,
            scoreboard.Problem,
            area.Width,
            area.Height,
            _desk.Theme,
            IsMoving ? PlayPage.Beat(_desk.Now) : 0);
        if (depends != _drawnFor)
        {
            _drawnFor = depends;
            _lines = isTraffic
                ? TrafficRenderer.Render(new TrafficView
                {
                    Traffic = traffic.Current,
                    Width = area.Width,
                    Height = area.Height,
                    Theme = _desk.Theme,
                    Now = _desk.Now,
                })
                : ScoreboardRenderer.Render(new ScoreboardView
                {
                    Table = scoreboard.Current,
                    IsMeasuring = scoreboard.IsMeasuring,
                    Problem = scoreboard.Problem,
                    Width = area.Width,
                    Height = area.Height,
                    Theme = _desk.Theme,
                    Now = _desk.Now,
                });
        }

        canvas.Write(area, _lines);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Traffic is { } traffic)
        {
            traffic.Changed -= OnChanged;
        }

        if (Scoreboard is { } scoreboard)
        {
            scoreboard.Changed -= OnChanged;
        }
    }

    /// <summary>What nobody sees costs no frame.</summary>
    private void OnChanged()
    {
        if (_isShown)
        {
            _desk.Invalidate();
        }
    }

    private readonly record struct Depends(
        object? Figures, bool IsMeasuring, string? Problem, int Width, int Height, Theme? Theme, long Beat);
}
