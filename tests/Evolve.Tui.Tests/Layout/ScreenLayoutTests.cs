using System.Text;
using CsCheck;
using Evolve.Scenarios.Model;
using Evolve.Testing;
using Evolve.Tui.Layout;
using Xunit;

namespace Evolve.Tui.Tests.Layout;

public sealed class ScreenLayoutTests
{
    [Fact]
    public async Task The_screen_is_divided_for_every_size()
    {
        var text = new StringBuilder();
        foreach (var (columns, rows) in new[] { (80, 24), (100, 30), (120, 36), (200, 60) })
        {
            foreach (var panes in new[] { 0, 1, 2, 5 })
            {
                foreach (var layout in new[] { SlideLayout.Split, SlideLayout.Panes, SlideLayout.Traffic, SlideLayout.Scoreboard })
                {
                    text.Append($"{columns}x{rows}, {layout}, {panes} panes\n");
                    Describe(text, ScreenLayout.Of(new LayoutRequest(new(columns, rows), layout, true, panes, 0, false, HasFigures: true)));
                }
            }
        }

        await Verifier.Verify(text.ToString());
    }

    [Fact]
    public void Nothing_overlaps_and_nothing_is_outside() =>
        Gen.Select(Gen.Int[80, 300], Gen.Int[24, 100], Gen.Enum<SlideLayout>(), Gen.Bool, Gen.Int[0, 12], Gen.Bool, Gen.Bool).Sample(
            (columns, rows, layout, deployment, panes, zoom, figures) =>
            {
                var screen = ScreenLayout.Of(new LayoutRequest(new(columns, rows), layout, deployment, panes, Math.Max(0, panes - 1), zoom, figures));
                var whole = new Area(0, 0, columns, rows);
                var areas = Areas(screen).Where(area => !area.IsEmpty).ToList();
                Assert.All(areas, area => Assert.Equal(area, area.Intersect(whole)));
                for (var i = 0; i < areas.Count; i++)
                {
                    Assert.All(areas.Skip(i + 1), other => Assert.True(areas[i].Intersect(other).IsEmpty, $"{areas[i]} {other}"));
                }

                Assert.All(screen.Panes, slot => Assert.True(slot.Body is { Width: >= 30, Height: >= 5 }, $"{slot}"));
            });

    private static IEnumerable<Area> Areas(ScreenLayout layout) =>
        [layout.Slide, layout.Figures, layout.Divider, layout.Deployment, layout.Tabs, layout.Status, .. layout.Panes.SelectMany(slot => new[] { slot.Title, slot.Body })];

    private static void Describe(StringBuilder text, ScreenLayout layout)
    {
        Describe(text, "slide", layout.Slide);
        Describe(text, "figures", layout.Figures);
        Describe(text, "deployment", layout.Deployment);
        Describe(text, "tabs", layout.Tabs);
        foreach (var slot in layout.Panes)
        {
            Describe(text, $"pane {slot.Index + 1}", slot.Body);
        }
    }

    private static void Describe(StringBuilder text, string name, Area area)
    {
        if (!area.IsEmpty)
        {
            text.Append($"  {name}: {area.Width}x{area.Height} at {area.X},{area.Y}\n");
        }
    }
}
