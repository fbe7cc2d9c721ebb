using Evolve.Player.Playing;

namespace Evolve.Tui.Themes;

/// <summary>The characters that stand for states and draw lines, for terminals with and without UTF-8.</summary>
public sealed record Symbols
{
    /// <summary>True when characters outside ASCII can be drawn.</summary>
    public required bool IsUnicode { get; init; }

    /// <summary>The frames of something that is busy, a quarter of a second each.</summary>
    public required string Spinner { get; init; }

    /// <summary>Lines and corners in the order <c>─ │ ╭ ╮ ╰ ╯ ├ ┤ ┼ ━ ╌ ╎</c>.</summary>
    public required string Lines { get; init; }

    /// <summary>Bullets by depth of the list.</summary>
    public required string Bullets { get; init; }

    /// <summary>A box that is not ticked, and one that is.</summary>
    public required (string Open, string Ticked) TaskBox { get; init; }

    /// <summary>What stands for text that did not fit.</summary>
    public required string Ellipsis { get; init; }

    /// <summary>Before the description of an image.</summary>
    public required string Image { get; init; }

    /// <summary>The bar beside a quotation.</summary>
    public required string QuoteBar { get; init; }

    /// <summary>The head of an arrow to the right, and of one downwards.</summary>
    public required (string Right, string Down) Arrow { get; init; }

    /// <summary>There is more above, and below.</summary>
    public required (string Up, string Down) More { get; init; }

    /// <summary>Before the chosen line of a list.</summary>
    public required string Marker { get; init; }

    /// <summary>Between two short facts on a line.</summary>
    public required string Dot { get; init; }

    /// <summary>Good, warning, problem, unknown yet.</summary>
    public required (string Good, string Warning, string Problem, string Unknown) Finding { get; init; }

    /// <summary>Steps: waiting, typing, checking, done, failed, cancelled, timed out, skipped, replayed, undoing, remembered.</summary>
    public required string Steps { get; init; }

    /// <summary>Containers: running, not running, paused.</summary>
    public required (string Running, string Stopped, string Paused) Container { get; init; }

    /// <summary>The cells of the wordmark beside the name.</summary>
    public required string Wordmark { get; init; }

    /// <summary>For terminals with UTF-8.</summary>
    public static Symbols Unicode { get; } = new()
    {
        IsUnicode = true,
        Spinner = "◐◓◑◒",
        Lines = "─│╭╮╰╯├┤┼━╌╎",
        Bullets = "•◦▪",
        TaskBox = ("☐", "☑"),
        Ellipsis = "…",
        Image = "▣",
        QuoteBar = "▎",
        Arrow = ("▶", "▼"),
        More = ("▲", "▼"),
        Marker = "▌",
        Dot = "·",
        Finding = ("✓", "!", "✗", "○"),
        Steps = "○▸◉✓✗⊘◷–»↶◌",
        Container = ("●", "○", "‖"),
        Wordmark = "█▆▄▂",
    };

    /// <summary>For terminals without.</summary>
    public static Symbols Ascii { get; } = new()
    {
        IsUnicode = false,
        Spinner = "|/-\\",
        Lines = "-|+++++++=-:",
        Bullets = "*-+",
        TaskBox = ("[ ]", "[x]"),
        Ellipsis = "~",
        Image = "[image]",
        QuoteBar = "|",
        Arrow = (">", "v"),
        More = ("^", "v"),
        Marker = ">",
        Dot = "-",
        Finding = ("+", "!", "x", "o"),
        Steps = "o>?+x/!-)<:",
        Container = ("*", "o", "="),
        Wordmark = "=--.",
    };

    /// <summary>The symbol of a step's status; the spinner's frame comes from <paramref name="now"/>.</summary>
    public string Of(StepStatus status, DateTimeOffset now) => status switch
    {
        StepStatus.Running => Busy(now),
        StepStatus.Waiting => Steps[..1],
        StepStatus.Typing => Steps.Substring(1, 1),
        StepStatus.Checking => Steps.Substring(2, 1),
        StepStatus.Done => Steps.Substring(3, 1),
        StepStatus.Failed => Steps.Substring(4, 1),
        StepStatus.Cancelled => Steps.Substring(5, 1),
        StepStatus.TimedOut => Steps.Substring(6, 1),
        StepStatus.Replayed => Steps.Substring(8, 1),
        StepStatus.Undoing => Steps.Substring(9, 1),
        StepStatus.Remembered => Steps.Substring(10, 1),
        _ => Steps.Substring(7, 1),
    };

    /// <summary>The frame of the spinner at a moment.</summary>
    public string Busy(DateTimeOffset now) =>
        Spinner.Substring((int)(now.ToUnixTimeMilliseconds() / 250 % Spinner.Length), 1);
}
