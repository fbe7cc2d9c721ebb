using Evolve.Terminal.Screen;
using Evolve.Tui.Themes;
using Xunit;

namespace Evolve.Tui.Tests.Themes;

public class ThemeTests
{
    private static readonly Role[] s_lines = [Role.Rule, Role.Border, Role.BorderFocused];

    public static TheoryData<ThemeKind, ColorDepth> Coloured
    {
        get
        {
            var data = new TheoryData<ThemeKind, ColorDepth>();
            foreach (var kind in Enum.GetValues<ThemeKind>())
            {
                data.Add(kind, ColorDepth.TrueColor);
                data.Add(kind, ColorDepth.Indexed);
                data.Add(kind, ColorDepth.Sixteen);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Coloured))]
    public void Text_has_enough_contrast_on_every_surface(ThemeKind kind, ColorDepth depth)
    {
        var theme = new Theme(kind, depth);
        var least = kind == ThemeKind.HighContrast ? 7 : 4.5;
        var weak =
            from role in Enum.GetValues<Role>().Except(s_lines)
            from surface in Enum.GetValues<Surface>()
            let style = theme.On(role, surface)
            let contrast = Rgb.Contrast(Seen(style.Foreground), Seen(style.Background))
            where contrast < least
            select $"{role} on {surface}: {contrast:0.00}";
        Assert.Empty(weak);
    }

    [Theory]
    [MemberData(nameof(Coloured))]
    public void Badges_have_enough_contrast(ThemeKind kind, ColorDepth depth)
    {
        var theme = new Theme(kind, depth);
        var least = kind == ThemeKind.HighContrast ? 7 : 4.5;
        Assert.All(Enum.GetValues<Role>().Except(s_lines), role =>
            Assert.True(Rgb.Contrast(Seen(theme.Badge(role).Foreground), Seen(theme.Badge(role).Background)) >= least, $"{role}"));
    }

    [Fact]
    public void Lines_can_be_told_from_what_is_behind_them()
    {
        foreach (var kind in Enum.GetValues<ThemeKind>())
        {
            var theme = new Theme(kind);
            Assert.All(s_lines, role => Assert.True(Rgb.Contrast(Seen(theme[role].Foreground), Seen(theme[role].Background)) >= 1.3));
        }
    }

    [Fact]
    public void Without_colours_no_style_has_any()
    {
        var theme = new Theme(ThemeKind.Dark, ColorDepth.Monochrome);
        Assert.All(
            from role in Enum.GetValues<Role>()
            from surface in Enum.GetValues<Surface>()
            select theme.On(role, surface),
            style => Assert.True(style.Foreground.IsDefault && style.Background.IsDefault));
        Assert.True(theme.Fill(Surface.Selected).Attributes.HasFlag(CellAttributes.Inverse));
        Assert.True(theme[Role.StepFailed].Attributes.HasFlag(CellAttributes.Bold));
        Assert.True(theme[Role.Link].Attributes.HasFlag(CellAttributes.Underline));
    }

    [Theory]
    [InlineData(ThemeKind.Dark)]
    [InlineData(ThemeKind.Light)]
    [InlineData(ThemeKind.HighContrast)]
    public void What_a_program_writes_on_the_default_background_can_be_read(ThemeKind kind)
    {
        var theme = new Theme(kind);
        var colours = Enumerable.Range(0, 256).Select(i => TerminalColor.FromIndex((byte)i))
            .Append(TerminalColor.FromRgb(255, 255, 255))
            .Append(TerminalColor.FromRgb(0, 0, 0))
            .Append(TerminalColor.FromRgb(255, 255, 0))
            .Append(TerminalColor.Default);
        Assert.All(colours, colour =>
        {
            var shown = theme.Adapt(new CellStyle(colour, default, default));
            Assert.True(Rgb.Contrast(Seen(shown.Foreground), Seen(shown.Background)) >= 2.99, $"{colour}");
        });
    }

    [Fact]
    public void Default_text_of_a_pane_has_the_themes_own_colours()
    {
        var theme = new Theme(ThemeKind.Light);
        var shown = theme.Adapt(default);
        Assert.Equal(theme[Role.Text].Foreground, shown.Foreground);
        Assert.Equal(theme[Role.Text].Background, shown.Background);
    }

    [Fact]
    public void A_default_foreground_is_readable_on_a_background_that_a_program_chose()
    {
        foreach (var kind in Enum.GetValues<ThemeKind>())
        {
            var theme = new Theme(kind);
            for (var i = 0; i < 256; i++)
            {
                var shown = theme.Adapt(new CellStyle(default, TerminalColor.FromIndex((byte)i), default));
                Assert.True(Rgb.Contrast(Seen(shown.Foreground), Seen(shown.Background)) >= 2.99, $"{kind} {i}");
            }
        }
    }

    [Fact]
    public void Without_colours_a_marked_line_of_a_program_is_inverse()
    {
        var theme = new Theme(ThemeKind.Dark, ColorDepth.Monochrome);
        var marked = new CellStyle(TerminalColor.FromIndex(0), TerminalColor.FromIndex(6), CellAttributes.Bold);
        Assert.Equal(CellAttributes.Bold | CellAttributes.Inverse, theme.Adapt(marked).Attributes);
    }

    [Theory]
    [InlineData("dark", ThemeKind.Dark)]
    [InlineData("light", ThemeKind.Light)]
    [InlineData("high-contrast", ThemeKind.HighContrast)]
    public void A_theme_is_found_by_its_name(string name, ThemeKind kind)
    {
        Assert.Equal(kind, Theme.KindOf(name));
        Assert.Equal(name, Theme.NameOf(kind));
        Assert.Null(Theme.KindOf("purple"));
    }

    private static Rgb Seen(TerminalColor color) =>
        color.IsIndexed ? Palette.ColorOf(color.Index) : new Rgb(color.Red, color.Green, color.Blue);
}
