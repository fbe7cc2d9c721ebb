using System.Collections.Concurrent;
using Evolve.Terminal.Screen;

namespace Evolve.Tui.Themes;

/// <summary>How everything looks: a style for each role on each surface, and the symbols; never changes, and may be asked from any thread.</summary>
public sealed class Theme
{
    private const CellAttributes Emphasised = CellAttributes.Bold | CellAttributes.Inverse;
    private readonly ThemeColors _colors;

    // Fitted when first asked for: the search through 256 colours for all of them would hold up the first frame.
    private readonly ConcurrentDictionary<(Role Role, Surface Surface), CellStyle> _styles = new();
    private readonly ConcurrentDictionary<Role, CellStyle> _badges = new();
    private readonly ChildColors _child;

    /// <summary>Fits a theme to a terminal.</summary>
    public Theme(ThemeKind kind, ColorDepth depth = ColorDepth.TrueColor, Symbols? symbols = null)
    {
        Kind = kind;
        Depth = depth;
        Symbols = symbols ?? Symbols.Unicode;
        _colors = ThemeColors.Of(kind);
        _child = new ChildColors(_colors, depth);
    }

    /// <summary>Which of the themes it is.</summary>
    public ThemeKind Kind { get; }

    /// <summary>The colours it uses.</summary>
    public ColorDepth Depth { get; }

    /// <summary>The characters it uses.</summary>
    public Symbols Symbols { get; }

    /// <summary>True without colours; bold, underline and inverse say what they can.</summary>
    public bool IsMonochrome => Depth == ColorDepth.Monochrome;

    /// <summary>The style of a role on the screen itself.</summary>
    public CellStyle this[Role role] => On(role, Surface.Canvas);

    /// <summary>The style of a role on a surface.</summary>
    public CellStyle On(Role role, Surface surface) => _styles.GetOrAdd((role, surface), Fit);

    /// <summary>The style of the empty parts of a surface.</summary>
    public CellStyle Fill(Surface surface) => On(Role.Text, surface);

    /// <summary>A label in a filled box of the role's colour.</summary>
    public CellStyle Badge(Role role) => _badges.GetOrAdd(role, FitBadge);

    /// <summary>
    /// The style in which a cell of a pane is shown: the 16 colours and the defaults become the theme's, others keep
    /// their hue and are made legible on the theme's own background.
    /// </summary>
    public CellStyle Adapt(CellStyle child) => _child.Adapt(child);

    /// <summary>The theme of this name (<c>dark</c>, <c>light</c>, <c>high-contrast</c>), or null.</summary>
    public static ThemeKind? KindOf(string? name) => name?.Trim() switch
    {
        "dark" => ThemeKind.Dark,
        "light" => ThemeKind.Light,
        "high-contrast" => ThemeKind.HighContrast,
        _ => null,
    };

    /// <summary>The name by which a scenario or an option asks for a theme.</summary>
    public static string NameOf(ThemeKind kind) => kind switch
    {
        ThemeKind.Light => "light",
        ThemeKind.HighContrast => "high-contrast",
        _ => "dark",
    };

    private CellStyle Fit((Role Role, Surface Surface) key)
    {
        var (role, surface) = key;
        var attributes = ThemeColors.AttributesOf(role, IsMonochrome);
        if (IsMonochrome)
        {
            return new CellStyle(default, default, OnMonochrome(attributes, surface));
        }

        var ground = Ground(surface);
        var contrast = role is Role.Rule or Role.Border or Role.BorderFocused ? 1.3 : _colors.Contrast;
        return new CellStyle(Palette.Nearest(_colors.Of(role), Depth, Seen(ground), contrast), ground, attributes);
    }

    private CellStyle FitBadge(Role role)
    {
        if (IsMonochrome)
        {
            return new CellStyle(default, default, Emphasised);
        }

        var dark = Kind != ThemeKind.Light;
        var text = _colors.Of(Surface.Canvas);
        var field = Palette.Nearest(_colors.Of(role), Depth, dark ? new Rgb(0, 0, 0) : new Rgb(255, 255, 255), _colors.Contrast);
        return new CellStyle(Palette.Nearest(text, Depth, Seen(field), _colors.Contrast), field, CellAttributes.Bold);
    }

    private TerminalColor Ground(Surface surface) => Palette.Nearest(_colors.Of(surface), Depth);

    private static Rgb Seen(TerminalColor color) =>
        color.IsIndexed ? Palette.ColorOf(color.Index) : new Rgb(color.Red, color.Green, color.Blue);

    private static CellAttributes OnMonochrome(CellAttributes attributes, Surface surface) =>
        surface is Surface.Bar or Surface.Selected or Surface.Alarm
            ? (attributes & ~CellAttributes.Faint) | CellAttributes.Inverse
            : attributes;
}
