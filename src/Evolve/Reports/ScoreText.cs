using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Evolve.Lamp.Scoreboard;

namespace Evolve.Reports;

/// <summary>The scoreboard as text; a figure of an earlier run bears a star.</summary>
internal static class ScoreText
{
    private static readonly JsonSerializerOptions Options = new() { WriteIndented = true };

    private static readonly (ScoreMeasure Measure, string Name, string Key)[] Measures =
    [
        (ScoreMeasure.Image, "image", "imageBytes"),
        (ScoreMeasure.Shipped, "shipped", "shippedBytes"),
        (ScoreMeasure.Start, "start", "startSeconds"),
        (ScoreMeasure.Memory, "memory", "memoryBytes"),
        (ScoreMeasure.Rate, "answers", "answersPerSecond"),
        (ScoreMeasure.P99, "p99", "p99Seconds"),
        (ScoreMeasure.GuestMemory, "machine", "guestMemoryBytes"),
        (ScoreMeasure.Files, "files", "files"),
        (ScoreMeasure.Executables, "programs", "executables"),
        (ScoreMeasure.KernelOptions, "options", "kernelOptions"),
    ];

    /// <summary>For a person at a terminal.</summary>
    public static string Table(ScoreTable table)
    {
        var cells = Cells(table);
        var widths = Enumerable.Range(0, cells[0].Length).Select(column => cells.Max(row => row[column].Length)).ToArray();
        var lines = cells.Select(row => string.Join("  ", row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        return string.Join('\n', lines) + Note(table, "\n\n");
    }

    /// <summary>For a document.</summary>
    public static string Markdown(ScoreTable table)
    {
        var text = new StringBuilder();
        foreach (var (i, row) in Cells(table).Index())
        {
            text.Append(CultureInfo.InvariantCulture, $"| {string.Join(" | ", row.Select(cell => cell.Replace("*", "\\*", StringComparison.Ordinal)))} |\n");
            if (i == 0)
            {
                text.Append("|---|---").Insert(text.Length, "|---:", Measures.Length).Append("|\n");
            }
        }

        return text.ToString().TrimEnd('\n') + Note(table, "\n\n").Replace("*", "\\*", StringComparison.Ordinal);
    }

    /// <summary>For programs: bytes, seconds, answers a second.</summary>
    public static string Json(ScoreTable table)
    {
        var rows = new JsonArray();
        foreach (var row in table.Rows)
        {
            var scores = new JsonObject();
            foreach (var (measure, _, key) in Measures)
            {
                if (row[measure] is { } score)
                {
                    scores[key] = new JsonObject { ["value"] = Math.Round(score.Value, 6), ["at"] = score.At, ["recorded"] = table.IsRecorded(score) };
                }
            }

            rows.Add(new JsonObject { ["tier"] = row.Tier, ["flavour"] = row.Flavour, ["scores"] = scores });
        }

        return new JsonObject { ["since"] = table.Since, ["runnerBytes"] = table.RunnerBytes, ["rows"] = rows }.ToJsonString(Options);
    }

    private static List<string[]> Cells(ScoreTable table) =>
    [
        ["tier", "flavour", .. Measures.Select(measure => measure.Name)],
        .. table.Rows.Select(string[] (row) =>
        [
            row.Tier, row.Flavour, .. Measures.Select(measure => row[measure.Measure] is { } score ? ScoreWords.Of(score) + (table.IsRecorded(score) ? "*" : "") : "-"),
        ]),
    ];

    private static string Note(ScoreTable table, string before)
    {
        List<string> notes = [];
        if (table.Rows.Any(row => row[ScoreMeasure.GuestMemory] is not null))
        {
            notes.Add("machine: memory of the guest's machine; programs: files inside that can be started; options: of the kernel inside.");
        }

        if (table.Rows.SelectMany(row => row.Scores.Values).Any(table.IsRecorded))
        {
            notes.Add("* recorded in an earlier run on this machine.");
        }

        if (table.RunnerBytes is { } runner)
        {
            notes.Add($"Guests share the runner, {ScoreWords.Bytes(runner)} of each image.");
        }

        return notes.Count == 0 ? "" : before + string.Join(' ', notes);
    }
}
