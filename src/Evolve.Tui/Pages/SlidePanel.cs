using System.Collections.Immutable;
using Evolve.Player.Exercises;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;
using Evolve.Tui.Layout;
using Evolve.Tui.Painting;
using Evolve.Tui.Slides;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Pages;

/// <summary>The slide: drawn anew only when what it depends on has changed, scrolled so that what is new is seen.</summary>
internal sealed class SlidePanel : IDisposable
{
    private readonly IDesk _desk;
    private readonly SlideRenderer _renderer;
    private Depends _drawnFor;
    private SlidePicture? _picture;
    private Area _area;
    private int _scroll;

    public SlidePanel(IDesk desk)
    {
        _desk = desk;
        _renderer = new SlideRenderer(desk.Services.Highlighter);
        desk.Services.Highlighter.Changed += Redraw;
    }

    /// <summary>Draws it.</summary>
    public void Draw(Canvas canvas, Area area, PlayerState state)
    {
        _area = area;
        if (area.IsEmpty)
        {
            return;
        }

        var lines = Picture(state).Window(_scroll);
        for (var i = 0; i < lines.Length; i++)
        {
            canvas.Write(area.X, area.Y + i, lines[i].Line, area.Width);
        }
    }

    /// <summary>Moves the text by lines.</summary>
    public void Scroll(int lines) => _scroll = Math.Clamp(_scroll + lines, 0, _picture?.MaxScroll ?? 0);

    /// <summary>True when what the next press of forward is about, or what leads to it, is still below the screen.</summary>
    public bool HasMore(PlayerState state) => !_area.IsEmpty && Goal(Picture(state), state) > _scroll;

    /// <summary>Moves towards it, by no more than the screen.</summary>
    public void ReadOn(PlayerState state)
    {
        var picture = Picture(state);
        _scroll = Math.Min(Goal(picture, state), _scroll + Math.Max(1, picture.Height - 2));
    }

    /// <inheritdoc/>
    public void Dispose() => _desk.Services.Highlighter.Changed -= Redraw;

    private SlidePicture Picture(PlayerState state)
    {
        var isMoving = state.Slide.Steps.Any(step => state.StateOf(step.Id).IsActive);
        var depends = new Depends(
            state.Slide, state.Reveal, state.Steps, state.Workshop, _area.Width, _area.Height, _desk.Theme, isMoving ? PlayPage.Beat(_desk.Now) : 0);
        if (_picture is not { } picture || depends != _drawnFor)
        {
            var before = _drawnFor;
            _picture = picture = _renderer.Render(new SlideView
            {
                Slide = state.Slide,
                Reveal = state.Reveal,
                Steps = state.Steps,
                Workshop = state.Workshop,
                Width = _area.Width,
                Height = _area.Height,
                Theme = _desk.Theme,
                Now = _desk.Now,
            });
            _drawnFor = depends;
            Follow(picture, before, state);
        }

        return picture;
    }

    private int Goal(SlidePicture picture, PlayerState state) => state.Next switch
    {
        { Kind: ForwardKind.NextSlide or ForwardKind.End or ForwardKind.Reveal } => picture.ScrollToEnd(state.Reveal, _scroll),
        { Kind: ForwardKind.Run or ForwardKind.Type or ForwardKind.Check, StepId: { } step } => picture.ScrollToStep(step, _scroll),
        _ => 0,
    };

    private void Follow(SlidePicture picture, Depends before, PlayerState state)
    {
        if (before.Slide != state.Slide)
        {
            _scroll = 0;
        }

        _scroll = Math.Clamp(_scroll, 0, picture.MaxScroll);
        if (before.Slide == state.Slide && before.Reveal != state.Reveal)
        {
            _scroll = picture.ScrollToReveal(state.Reveal, _scroll);
        }

        // A slide that has just come is read from its top; after that the eye follows the steps.
        if (before.Slide == state.Slide && state.Next.StepId is { } next)
        {
            _scroll = picture.ScrollToStep(next, _scroll);
        }
    }

    private void Redraw() => _desk.Post(() => _picture = null);

    private readonly record struct Depends(
        Slide? Slide, int Reveal, ImmutableDictionary<string, StepState>? Steps, WorkshopState? Workshop, int Width, int Height, Theme? Theme, long Beat);
}
