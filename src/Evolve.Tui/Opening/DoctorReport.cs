using System.Collections.Immutable;
using Evolve.Lamp.Diagnosis;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Opening;

/// <summary>What the doctor found, in short: what is wrong first, with what to do.</summary>
internal static class DoctorReport
{
    public static ImmutableArray<StyledLine> Draw(OpeningView view, int width, int room)
    {
        var theme = view.Theme;
        var lines = new List<StyledLine> { Title(view) };
        if (view.Height >= 30)
        {
            lines.Add(StyledLine.Empty);
        }

        var findings = view.Findings.OrderByDescending(finding => finding.Level).ToArray();
        var all = findings.SelectMany(finding => Finding(view, finding, width, isFull: true)).ToArray();
        lines.AddRange(lines.Count + all.Length <= room ? all : Brief(view, findings, width, room - lines.Count));
        return [.. lines];
    }

    /// <summary>What is wrong with what to do about it, then all that is good in one sentence.</summary>
    private static IEnumerable<StyledLine> Brief(OpeningView view, Finding[] findings, int width, int room)
    {
        var theme = view.Theme;
        var good = findings.Where(finding => finding.Level == FindingLevel.Good).ToArray();
        StyledLine[] praise = good.Length == 0 ? [] :
        [
            new LineBuilder()
                .Add($"{theme.Symbols.Finding.Good} ", theme[Role.StepDone])
                .Add(string.Join(", ", good.Select(finding => finding.Subject)), theme[Role.Muted])
                .Build()
                .Clip(width, theme.Symbols.Ellipsis),
        ];
        var wrong = findings.Except(good).ToArray();
        var lines = new List<StyledLine>();
        var spare = room - praise.Length - wrong.Length;
        for (var i = 0; i < wrong.Length; i++)
        {
            var full = Finding(view, wrong[i], width, isFull: true).ToArray();
            var drawn = full.Length - 1 <= spare ? full : Finding(view, wrong[i], width, isFull: false).ToArray();
            if (lines.Count + drawn.Length > room - praise.Length - (i == wrong.Length - 1 ? 0 : 1))
            {
                lines.Add(StyledLines.Of($"{theme.Symbols.Ellipsis} and {wrong.Length - i} more: ./run.sh doctor", theme[Role.Muted]));
                break;
            }

            spare -= drawn.Length - 1;
            lines.AddRange(drawn);
        }

        return lines.Concat(praise).Take(Math.Max(0, room));
    }

    private static StyledLine Title(OpeningView view)
    {
        var theme = view.Theme;
        var line = new LineBuilder().Add("This machine", theme[Role.Heading2]).Add("  ", theme.Fill(Surface.Canvas));
        var worst = view.Findings.IsEmpty ? FindingLevel.Good : view.Findings.Max(finding => finding.Level);
        return (view.IsExamining, worst) switch
        {
            (true, _) => line.Add($"{theme.Symbols.Busy(view.Now)} looking{theme.Symbols.Ellipsis}", theme[Role.StepRunning]).Build(),
            (_, FindingLevel.Problem) => line.Add($"{theme.Symbols.Finding.Problem} not ready for every talk", theme[Role.StepFailed]).Build(),
            (_, FindingLevel.Warning) => line.Add($"{theme.Symbols.Finding.Warning} ready, with limits", theme[Role.Warning]).Build(),
            _ when view.Findings.IsEmpty => line.Build(),
            _ => line.Add($"{theme.Symbols.Finding.Good} ready", theme[Role.StepDone]).Build(),
        };
    }

    private static IEnumerable<StyledLine> Finding(OpeningView view, Finding finding, int width, bool isFull)
    {
        var theme = view.Theme;
        var (symbol, role) = finding.Level switch
        {
            FindingLevel.Problem => (theme.Symbols.Finding.Problem, Role.StepFailed),
            FindingLevel.Warning => (theme.Symbols.Finding.Warning, Role.Warning),
            _ => (theme.Symbols.Finding.Good, Role.StepDone),
        };
        var subject = Math.Clamp(view.Findings.Max(other => CellText.Width(other.Subject)), 8, 18);
        var head = new LineBuilder()
            .Add($"{symbol} ", theme[role])
            .Add(CellText.Clip(finding.Subject, subject, theme.Symbols.Ellipsis), theme[Role.Text])
            .PadTo(subject + 4, theme.Fill(Surface.Canvas));
        if (!isFull)
        {
            yield return head.Add(CellText.Clip(finding.Value, Math.Max(1, width - head.Width), theme.Symbols.Ellipsis), theme[Role.Muted]).Build();
            yield break;
        }

        var indent = head.Width;
        var value = Wrapping.Wrap(finding.Value, theme[Role.Muted], Math.Max(1, width - indent));
        yield return head.Add(value[0]).Build();
        foreach (var line in value.Skip(1))
        {
            yield return line.Indent(indent, theme.Fill(Surface.Canvas));
        }

        if (finding.Remedy is null)
        {
            yield break;
        }

        foreach (var line in Wrapping.Wrap(finding.Remedy, theme[Role.Text], Math.Max(1, width - 2)))
        {
            yield return line.Indent(2, theme.Fill(Surface.Canvas));
        }
    }
}
