using Evolve.Scenarios.Model;
using Evolve.Terminal;
using Evolve.Tui.Layout;
using Evolve.Tui.Slides;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>Every slide is seen whole on the smallest stage: nobody scrolls in front of an audience.</summary>
public class FitSpecs
{
    public static TheoryData<string, int, int> Stages => new()
    {
        { "scenarios/tour.md", 80, 24 },
        { "scenarios/tour.md", 100, 30 },
        { "scenarios/in-depth.md", 80, 24 },
        { "scenarios/in-depth.md", 100, 30 },
        { "scenarios/newcomer.md", 80, 24 },
        { "scenarios/newcomer.md", 100, 30 },
        { "scenarios/workshop.md", 80, 24 },
        { "scenarios/workshop.md", 100, 30 },
    };

    [Theory]
    [MemberData(nameof(Stages))]
    public void Every_slide_fits_without_scrolling(string path, int columns, int rows)
    {
        var renderer = new SlideRenderer(new PlainHighlighter());
        var theme = new Theme(ThemeKind.Dark);
        var tooTall = string.Join(
            '\n',
            from slide in ShippedScenarios.SlidesOf(path)
            let area = AreaOf(slide, new TerminalSize(columns, rows))
            where !area.IsEmpty
            let picture = renderer.Render(new SlideView
            {
                Slide = slide,
                Reveal = slide.PauseCount,
                Width = area.Width,
                Height = area.Height,
                Theme = theme,
                Workshop = new() { IsOn = true },
            })
            where picture.MaxScroll > 0
            select $"{ShippedScenarios.NameOf(slide)}: {picture.Lines.Length} lines, {area.Height} are there");
        Assert.True(tooTall.Length == 0, tooTall);
    }

    /// <summary>Where the app draws it once a pane and the deployment are on the screen.</summary>
    private static Area AreaOf(Slide slide, TerminalSize size) =>
        ScreenLayout.Of(new LayoutRequest(size, slide.Layout, HasDeployment: true, PaneCount: 1, Selected: 0, IsZoomed: false)).Slide;
}
