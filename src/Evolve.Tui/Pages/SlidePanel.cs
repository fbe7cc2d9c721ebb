using System.Collections.Immutable;
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
        if (area.IsEmpty)
        {
            return;
        }

        var isMoving = state.Slide.Steps.Any(step => state.StateOf(step.Id).IsActive);
        var depends = new Depends(
            state.Slide, state.Reveal, state.Steps, area.Width, area.Height, _desk.Theme, isMoving ? PlayPage.Beat(_desk.Now) : 0);
        if (_picture is not { } picture || depends != _drawnFor)
        {
            var before = _drawnFor;
            _picture = picture = _renderer.Render(new SlideView
            {
                Slide = state.Slide,
                Reveal = state.Reveal,
                Steps = state.Steps,
                Width = area.Width,
                Height = area.Height,
                Theme = _desk.Theme,
                Now = _desk.Now,
            });
            _drawnFor = depends;
            Follow(picture, before, state);
        }

        var lines = picture.Window(_scroll);
        for (var i = 0; i < lines.Length; i++)
        {
            canvas.Write(area.X, area.Y + i, lines[i].Line, area.Width);
        }
    }

    /// <summary>Moves the text by lines.</summary>
    public void Scroll(int lines) => _scroll = Math.Clamp(_scroll + lines, 0, _picture?.MaxScroll ?? 0);

    /// <inheritdoc/>
    public void Dispose() => _desk.Services.Highlighter.Changed -= Redraw;

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

        var next = state.Next.StepId;
        if (next is not null && (state.Next.Kind is not ForwardKind.Run || before.Slide == state.Slide))
        {
            _scroll = picture.ScrollToStep(next, _scroll);
        }
    }

    private void Redraw() => _desk.Post(() => _picture = null);

    private readonly record struct Depends(
        Slide? Slide, int Reveal, ImmutableDictionary<string, StepState>? Steps, int Width, int Height, Theme? Theme, long Beat);
}
