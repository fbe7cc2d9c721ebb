using System.Collections.Immutable;
using Evolve.Terminal.Screen;

namespace Evolve.Tui.Themes;

/// <summary>
/// The colours of one theme, before they are fitted to a terminal. Switches and not dictionaries: a generic dictionary
/// of our own values is compiled anew at every start, and this is needed for the first frame.
/// </summary>
internal sealed record ThemeColors
{
    /// <summary>The least contrast of text.</summary>
    public required double Contrast { get; init; }

    /// <summary>What is behind text, as <c>RRGGBB</c>.</summary>
    public required Grounds Surfaces { get; init; }

    /// <summary>The text's colours, as <c>RRGGBB</c>.</summary>
    public required InkSet Inks { get; init; }

    /// <summary>The 16 colours of what programs draw in panes.</summary>
    public required ImmutableArray<Rgb> Ansi { get; init; }

    public static ThemeColors Of(ThemeKind kind) => kind switch
    {
        ThemeKind.Light => Light(),
        ThemeKind.HighContrast => HighContrast(),
        _ => Dark(),
    };

    /// <summary>What a role has beside its colour.</summary>
    public static CellAttributes AttributesOf(Role role, bool monochrome) => role switch
    {
        Role.Heading1 => monochrome ? CellAttributes.Bold | CellAttributes.Underline : CellAttributes.Bold,
        Role.Heading2 or Role.Heading3 or Role.Strong or Role.Key or Role.BorderFocused => CellAttributes.Bold,
        Role.Emphasis or Role.Quote => CellAttributes.Italic,
        Role.Strike => CellAttributes.Strikethrough,
        Role.Link => CellAttributes.Underline,
        Role.SyntaxComment => monochrome ? CellAttributes.Faint : CellAttributes.Italic,
        Role.Code or Role.Accent or Role.StepRunning or Role.Warning or Role.SyntaxKeyword when monochrome => CellAttributes.Bold,
        Role.StepFailed => CellAttributes.Bold,
        Role.Muted or Role.Rule or Role.Border when monochrome => CellAttributes.Faint,
        _ => CellAttributes.None,
    };

    /// <summary>The colour of a surface.</summary>
    public Rgb Of(Surface surface) => Rgb.Parse(surface switch
    {
        Surface.Canvas => Surfaces.Canvas,
        Surface.Raised => Surfaces.Raised,
        Surface.Bar => Surfaces.Bar,
        Surface.Selected => Surfaces.Selected,
        Surface.Overlay => Surfaces.Overlay,
        Surface.Alarm => Surfaces.Alarm,
        _ => throw new ArgumentOutOfRangeException(nameof(surface), surface, "This surface has no colour."),
    });

    /// <summary>The colour of a role's text.</summary>
    public Rgb Of(Role role) => Rgb.Parse(role switch
    {
        Role.Text or Role.Emphasis or Role.Quote => Inks.Text,
        Role.Muted or Role.Strike or Role.StepWaiting => Inks.Muted,
        Role.Strong => Inks.Strong,
        Role.Heading1 or Role.Key or Role.StepRunning or Role.FamilyEvolutionary or Role.SyntaxType => Inks.Amber,
        Role.Heading2 or Role.FamilyContainer or Role.SyntaxFunction => Inks.Blue,
        Role.Heading3 or Role.SyntaxOption => Inks.Teal,
        Role.Accent or Role.FamilyCleanSlate or Role.SyntaxKeyword => Inks.Violet,
        Role.StepDone or Role.SyntaxString or Role.SyntaxInserted => Inks.Green,
        Role.StepFailed or Role.SyntaxDeleted => Inks.Red,
        Role.Code or Role.Warning or Role.SyntaxNumber => Inks.Orange,
        Role.SyntaxVariable => Inks.Pink,
        Role.Link or Role.SyntaxOperator => Inks.Sky,
        Role.SyntaxComment => Inks.Comment,
        Role.Rule => Inks.Rule,
        Role.Border => Inks.Border,
        Role.BorderFocused => Inks.Focus,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "This role has no colour."),
    });

    private static ThemeColors Dark() => new()
    {
        Contrast = 4.5,
        Surfaces = new("14171f", "1c212d", "232a38", "2e3950", "1a1f2a", "3d1f26"),
        Inks = new(
            Text: "dfe4ee", Muted: "9ca7bb", Strong: "ffffff", Amber: "ffc777", Blue: "8ab4ff", Teal: "7fdbca",
            Violet: "c8a6ff", Green: "a6e07c", Red: "ff8f8f", Orange: "ffb086", Pink: "ff9fb0", Sky: "89ddff",
            Comment: "8f9ab0", Rule: "3a4459", Border: "505d77", Focus: "8ab4ff"),
        Ansi = Sixteen(
            "14171f ff8f8f a6e07c ffc777 8ab4ff c8a6ff 7fdbca dfe4ee 7d889c ffa8a8 b9ec95 ffd79a a6c6ff d9c0ff 9ceadb ffffff"),
    };

    private static ThemeColors Light() => new()
    {
        Contrast = 4.5,
        Surfaces = new("fbfaf6", "f1efe8", "e6e4dc", "d5e1f5", "ffffff", "fbe3e0"),
        Inks = new(
            Text: "23272f", Muted: "545c6a", Strong: "000000", Amber: "8a4b00", Blue: "1b4fbf", Teal: "0b625b",
            Violet: "6b36ad", Green: "276221", Red: "a8201a", Orange: "9a3d0c", Pink: "9b2453", Sky: "0a5a7d",
            Comment: "5a6270", Rule: "d3d0c6", Border: "a29f95", Focus: "1b4fbf"),
        Ansi = Sixteen(
            "23272f a8201a 276221 7a4a00 1b4fbf 6b36ad 0b625b 545c6a 3f4651 b3261f 2c6e26 855200 2459cf 7a42c2 0d6e66 23272f"),
    };

    private static ThemeColors HighContrast() => new()
    {
        Contrast = 7,
        Surfaces = new("000000", "0c0c0c", "1c1c1c", "00357a", "000000", "4a0000"),
        Inks = new(
            Text: "ffffff", Muted: "d6d6d6", Strong: "ffffff", Amber: "ffe14d", Blue: "9fc9ff", Teal: "6ff2e0",
            Violet: "e0c4ff", Green: "8dff7a", Red: "ffb0b0", Orange: "ffc48f", Pink: "ffbfd0", Sky: "9cecff",
            Comment: "c8c8c8", Rule: "8a8a8a", Border: "c0c0c0", Focus: "ffe14d"),
        Ansi = Sixteen(
            "000000 ffb0b0 8dff7a ffe14d 9fc9ff e0c4ff 6ff2e0 ffffff b4b4b4 ffc4c4 b4ffa6 ffec8a bfdaff ecd9ff a5f7ec ffffff"),
    };

    private static ImmutableArray<Rgb> Sixteen(string hex) => [.. hex.Split(' ').Select(Rgb.Parse)];

    /// <summary>What is behind text.</summary>
    internal sealed record Grounds(string Canvas, string Raised, string Bar, string Selected, string Overlay, string Alarm);

    /// <summary>What text is written with.</summary>
    internal sealed record InkSet(
        string Text, string Muted, string Strong, string Amber, string Blue, string Teal, string Violet, string Green,
        string Red, string Orange, string Pink, string Sky, string Comment, string Rule, string Border, string Focus);
}
