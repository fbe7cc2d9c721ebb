using System.Collections.Immutable;
using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Traffic;
using Evolve.Player.Recordings;
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
    private readonly ReplayedTraffic? _traffic;
    private volatile bool _isShown;
    private Depends _drawnFor;
    private ImmutableArray<StyledLine> _lines = [];

    /// <summary>Shows the talk's own traffic, and the scoreboard of the app.</summary>
    public FiguresPanel(IDesk desk, ReplayedTraffic? traffic)
    {
        (_desk, _traffic) = (desk, traffic);
        if (_traffic is not null)
        {
            _traffic.Changed += OnTrafficChanged;
        }

        if (Scoreboard is { } scoreboard)
        {
            scoreboard.Changed += OnChanged;
        }
    }

    /// <summary>True while something in it moves by itself.</summary>
    public bool IsMoving => _isShown && (Scoreboard?.IsMeasuring == true || _traffic?.Current.Phase == TrafficPhase.Ending);

    private IScoreboardSource? Scoreboard => _desk.Services.Scoreboard;

    /// <summary>True when there are figures for a layout.</summary>
    public bool Has(SlideLayout layout) => layout switch
    {
        SlideLayout.Traffic => _traffic is { Exists: true },
        SlideLayout.Scoreboard => Scoreboard is not null,
        _ => false,
    };

    /// <summary>Draws it, if it has a place.</summary>
    public void Draw(Canvas canvas, Area area, SlideLayout layout)
    {
        _isShown = !area.IsEmpty;
        if (area.IsEmpty || !Has(layout))
        {
            return;
        }

        var traffic = layout == SlideLayout.Traffic ? _traffic!.Current : null;
        var isRecorded = traffic is not null && _traffic!.IsRecorded;
        var depends = new Depends(
            traffic ?? (object)Scoreboard!.Current,
            isRecorded,
            Scoreboard?.IsMeasuring == true,
            Scoreboard?.Problem,
            area.Width,
            area.Height,
            _desk.Theme,
            IsMoving ? PlayPage.Beat(_desk.Now) : 0);
        if (depends != _drawnFor)
        {
            _drawnFor = depends;
            _lines = traffic is not null
                ? TrafficRenderer.Render(new TrafficView
                {
                    Traffic = traffic,
                    IsRecorded = isRecorded,
                    Width = area.Width,
                    Height = area.Height,
                    Theme = _desk.Theme,
                    Now = _desk.Now,
                })
                : ScoreboardRenderer.Render(new ScoreboardView
                {
                    Table = Scoreboard!.Current,
                    IsMeasuring = Scoreboard.IsMeasuring,
                    Problem = Scoreboard.Problem,
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
        if (_traffic is not null)
        {
            _traffic.Changed -= OnTrafficChanged;
        }

        if (Scoreboard is { } scoreboard)
        {
            scoreboard.Changed -= OnChanged;
        }
    }

    /// <summary>The first recorded figures give a slide's figures their place.</summary>
    private void OnTrafficChanged()
    {
        if (_isShown || _traffic is { IsRecorded: true })
        {
            _desk.Invalidate();
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
        object? Figures, bool IsRecorded, bool IsMeasuring, string? Problem, int Width, int Height, Theme? Theme, long Beat);
}
