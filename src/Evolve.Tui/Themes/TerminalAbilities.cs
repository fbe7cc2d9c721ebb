namespace Evolve.Tui.Themes;

/// <summary>What the terminal can show, as its environment variables say.</summary>
/// <param name="Depth">Its colours.</param>
/// <param name="IsUnicode">True when it shows UTF-8.</param>
public sealed record TerminalAbilities(ColorDepth Depth, bool IsUnicode)
{
    /// <summary>Reads NO_COLOR (no-color.org), COLORTERM, TERM, LC_ALL, LC_CTYPE and LANG.</summary>
    public static TerminalAbilities Read(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        return new TerminalAbilities(DepthOf(variable), HasUtf8(variable));
    }

    /// <summary>The theme of this kind for this terminal.</summary>
    public Theme Fit(ThemeKind kind) => new(kind, Depth, IsUnicode ? Symbols.Unicode : Symbols.Ascii);

    private static ColorDepth DepthOf(Func<string, string?> variable)
    {
        if (!string.IsNullOrEmpty(variable("NO_COLOR")))
        {
            return ColorDepth.Monochrome;
        }

        if (variable("COLORTERM") is "truecolor" or "24bit")
        {
            return ColorDepth.TrueColor;
        }

        var term = variable("TERM") ?? "";
        return term switch
        {
            "" or "dumb" or "vt100" or "vt220" => ColorDepth.Monochrome,
            _ when term.EndsWith("-direct", StringComparison.Ordinal) => ColorDepth.TrueColor,
            _ when term.EndsWith("-mono", StringComparison.Ordinal) || term.EndsWith("-m", StringComparison.Ordinal) => ColorDepth.Monochrome,
            _ when term.Contains("256color", StringComparison.Ordinal) => ColorDepth.Indexed,
            "alacritty" or "xterm-kitty" or "foot" or "wezterm" or "xterm-ghostty" => ColorDepth.TrueColor,
            _ => ColorDepth.Sixteen,
        };
    }

    // The first of the three that is set decides (POSIX, XBD 8.2). None set is a bare machine, whose terminal is a
    // UTF-8 one today; only the Linux console has a font too small for our symbols.
    private static bool HasUtf8(Func<string, string?> variable)
    {
        if (variable("TERM") == "linux")
        {
            return false;
        }

        string[] names = ["LC_ALL", "LC_CTYPE", "LANG"];
        var locale = names.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
        return locale is null
            || locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase)
            || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
    }
}
