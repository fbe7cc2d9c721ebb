using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Player.Recordings;
using Evolve.Tui.Drawing;
using Evolve.Tui.Layout;
using Evolve.Tui.Painting;
using Evolve.Tui.Themes;
using Evolve.Tui.Topology;

namespace Evolve.Tui.Pages;

/// <summary>The deployment: drawn anew only when it has changed; memory is asked for only while it is on the screen.</summary>
internal sealed class DeploymentPanel : IDisposable
{
    private const string Recorded = " recorded ";
    private readonly IDesk _desk;
    private readonly IDeploymentSource? _source;
    private readonly IDeploymentSource? _live;
    private Depends _drawnFor;
    private ImmutableArray<StyledLine> _lines = [];

    /// <summary>Shows the talk's own deployment, or the live one.</summary>
    public DeploymentPanel(IDesk desk, ReplayedDeployment? replayed)
    {
        _desk = desk;
        _live = desk.Services.Deployment;
        _source = replayed ?? _live;
        if (_source is not null)
        {
            _source.Changed += desk.Invalidate;
        }
    }

    /// <summary>True when there is something to draw, be it the reason why there is nothing.</summary>
    public bool Exists => _source is not null || _desk.Services.EngineProblem is not null;

    /// <summary>True while something in it moves by itself.</summary>
    public bool IsMoving => _source?.Current is { } now
        && (now.Engine == EngineState.Connecting || now.Containers.Any(container => container.Health == ContainerHealth.Starting));

    /// <summary>True when the site has an address, really.</summary>
    public bool HasSite => _live?.Current.PublishedPort is not null;

    /// <summary>How many of its containers run, really; null when there is an engine that does not answer.</summary>
    public int? RunningContainers => _live switch
    {
        null => 0,
        { Current.Engine: EngineState.Absent } => null,
        _ => _live.Current.Containers.Count(container => container.State == ContainerState.Running),
    };

    /// <summary>Draws it, if it has a place.</summary>
    public void Draw(Canvas canvas, Area area)
    {
        if (_source is not null && _source.WantsStats == area.IsEmpty)
        {
            _source.WantsStats = !area.IsEmpty;
        }

        if (area.IsEmpty)
        {
            return;
        }

        var deployment = _source?.Current ?? DeploymentSnapshot.Unknown with { Engine = EngineState.Absent };
        var depends = new Depends(deployment, area.Width, area.Height, _desk.Theme, IsMoving ? PlayPage.Beat(_desk.Now) : 0);
        if (depends != _drawnFor)
        {
            _drawnFor = depends;
            _lines = TopologyRenderer.Render(new TopologyView
            {
                Deployment = deployment,
                Problem = _desk.Services.EngineProblem,
                Width = area.Width,
                Height = area.Height,
                Theme = _desk.Theme,
                Now = _desk.Now,
            });
        }

        canvas.Write(area, _lines);
        if (_source is ReplayedDeployment { IsRecorded: true })
        {
            canvas.Write(Math.Max(area.X, area.Right - Recorded.Length), area.Y, Recorded, _desk.Theme.Badge(Role.Warning), area.Right);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_source is not null)
        {
            _source.Changed -= _desk.Invalidate;
            _source.WantsStats = false;
        }
    }

    private readonly record struct Depends(DeploymentSnapshot? Deployment, int Width, int Height, Theme? Theme, long Beat);
}
