using System.Collections.Immutable;
using Evolve.Terminal.Screen;

namespace Evolve.Tui.Themes;

/// <summary>The colours of one theme, before they are fitted to a terminal.</summary>
internal sealed record ThemeColors
{
    /// <summary>The least contrast of text.</summary>
    public required double Contrast { get; init; }

    /// <summary>What is behind text.</summary>
    public required ImmutableDictionary<Surface, Rgb> Surfaces { get; init; }

    /// <summary>The text's colours.</summary>
    public required ImmutableDictionary<Role, Rgb> Inks { get; init; }

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

    private static ThemeColors Dark() => new()
    {
        Contrast = 4.5,
        Surfaces = Ground("14171f", "1c212d", "232a38", "2e3950", "1a1f2a", "3d1f26"),
        Inks = Ink(
            text: "dfe4ee", muted: "9ca7bb", strong: "ffffff", amber: "ffc777", blue: "8ab4ff", teal: "7fdbca",
            violet: "c8a6ff", green: "a6e07c", red: "ff8f8f", orange: "ffb086", pink: "ff9fb0", sky: "89ddff",
            comment: "8f9ab0", rule: "3a4459", border: "505d77", focus: "8ab4ff"),
        Ansi = Sixteen(
            "14171f ff8f8f a6e07c ffc777 8ab4ff c8a6ff 7fdbca dfe4ee 7d889c ffa8a8 b9ec95 ffd79a a6c6ff d9c0ff 9ceadb ffffff"),
    };

    private static ThemeColors Light() => new()
    {
        Contrast = 4.5,
        Surfaces = Ground("fbfaf6", "f1efe8", "e6e4dc", "d5e1f5", "ffffff", "fbe3e0"),
        Inks = Ink(
            text: "23272f", muted: "545c6a", strong: "000000", amber: "8a4b00", blue: "1b4fbf", teal: "0b625b",
            violet: "6b36ad", green: "276221", red: "a8201a", orange: "9a3d0c", pink: "9b2453", sky: "0a5a7d",
            comment: "5a6270", rule: "d3d0c6", border: "a29f95", focus: "1b4fbf"),
        Ansi = Sixteen(
            "23272f a8201a 276221 7a4a00 1b4fbf 6b36ad 0b625b 545c6a 3f4651 b3261f 2c6e26 855200 2459cf 7a42c2 0d6e66 23272f"),
    };

    private static ThemeColors HighContrast() => new()
    {
        Contrast = 7,
        Surfaces = Ground("000000", "0c0c0c", "1c1c1c", "00357a", "000000", "4a0000"),
        Inks = Ink(
            text: "ffffff", muted: "d6d6d6", strong: "ffffff", amber: "ffe14d", blue: "9fc9ff", teal: "6ff2e0",
            violet: "e0c4ff", green: "8dff7a", red: "ffb0b0", orange: "ffc48f", pink: "ffbfd0", sky: "9cecff",
            comment: "c8c8c8", rule: "8a8a8a", border: "c0c0c0", focus: "ffe14d"),
        Ansi = Sixteen(
            "000000 ffb0b0 8dff7a ffe14d 9fc9ff e0c4ff 6ff2e0 ffffff b4b4b4 ffc4c4 b4ffa6 ffec8a bfdaff ecd9ff a5f7ec ffffff"),
    };

    private static ImmutableDictionary<Surface, Rgb> Ground(
        string canvas, string raised, string bar, string selected, string overlay, string alarm) =>
        new Dictionary<Surface, Rgb>
        {
            [Surface.Canvas] = Rgb.Parse(canvas),
            [Surface.Raised] = Rgb.Parse(raised),
            [Surface.Bar] = Rgb.Parse(bar),
            [Surface.Selected] = Rgb.Parse(selected),
            [Surface.Overlay] = Rgb.Parse(overlay),
            [Surface.Alarm] = Rgb.Parse(alarm),
        }.ToImmutableDictionary();

    private static ImmutableDictionary<Role, Rgb> Ink(
        string text, string muted, string strong, string amber, string blue, string teal, string violet, string green,
        string red, string orange, string pink, string sky, string comment, string rule, string border, string focus) =>
        new Dictionary<Role, string>
        {
            [Role.Text] = text,
            [Role.Muted] = muted,
            [Role.Heading1] = amber,
            [Role.Heading2] = blue,
            [Role.Heading3] = teal,
            [Role.Strong] = strong,
            [Role.Emphasis] = text,
            [Role.Strike] = muted,
            [Role.Code] = orange,
            [Role.Link] = sky,
            [Role.Quote] = text,
            [Role.Accent] = violet,
            [Role.Rule] = rule,
            [Role.Border] = border,
            [Role.BorderFocused] = focus,
            [Role.Key] = amber,
            [Role.StepWaiting] = muted,
            [Role.StepRunning] = amber,
            [Role.StepDone] = green,
            [Role.StepFailed] = red,
            [Role.Warning] = orange,
            [Role.FamilyContainer] = blue,
            [Role.FamilyEvolutionary] = amber,
            [Role.FamilyCleanSlate] = violet,
            [Role.SyntaxKeyword] = violet,
            [Role.SyntaxString] = green,
            [Role.SyntaxComment] = comment,
            [Role.SyntaxNumber] = orange,
            [Role.SyntaxFunction] = blue,
            [Role.SyntaxVariable] = pink,
            [Role.SyntaxOperator] = sky,
            [Role.SyntaxType] = amber,
            [Role.SyntaxOption] = teal,
            [Role.SyntaxInserted] = green,
            [Role.SyntaxDeleted] = red,
        }.ToImmutableDictionary(pair => pair.Key, pair => Rgb.Parse(pair.Value));

    private static ImmutableArray<Rgb> Sixteen(string hex) => [.. hex.Split(' ').Select(Rgb.Parse)];
}
