using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Checking;

/// <summary>What checking gave, file by file.</summary>
/// <param name="Scenarios">In the order in which they were given.</param>
public sealed record CheckReport(ImmutableArray<CheckedScenario> Scenarios)
{
    /// <summary>Quotes and letters stay as they are: the output goes to a terminal or a program, never into HTML.</summary>
    private static JsonWriterOptions WriterOptions =>
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>True when no file has an error.</summary>
    public bool IsGood => Scenarios.All(scenario => scenario.Result.Errors.IsEmpty);

    /// <summary>
    /// One line an error, <c>file:line:column: sentence</c>, or one line that a file is good; each with a line feed.
    /// </summary>
    public string ToText()
    {
        var text = new StringBuilder();
        foreach (var (path, result) in Scenarios)
        {
            foreach (var error in result.Errors)
            {
                text.Append(Words.MakeSafe(error.ToString())).Append('\n');
            }

            if (result.Scenario is { } scenario)
            {
                text.Append(Words.MakeSafe(path)).Append(": good, ").Append(Count(scenario.Slides.Length, "slide")).Append(" and ")
                    .Append(Count(scenario.Steps.Length, "step")).Append(".\n");
            }
        }

        return text.ToString();
    }

    /// <summary>
    /// The same for programs: <c>{"good", "files": [{"path", "good", "title", "slides", "steps", "errors": [{"file",
    /// "line", "column", "sentence"}]}]}</c>. Line and column count from 1; title, slides and steps are left out of
    /// what could not be read.
    /// </summary>
    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, WriterOptions))
        {
            var report = new JsonReport(IsGood, [.. Scenarios.Select(ToJson)]);
            JsonSerializer.Serialize(writer, report, JsonReportContext.Default.JsonReport);
        }

        return Encoding.UTF8.GetString(bytes.ToArray()) + "\n";
    }

    private static JsonFile ToJson(CheckedScenario scenario)
    {
        var (path, result) = scenario;
        var errors = result.Errors
            .Select(error => new JsonError(error.Location.File, error.Location.Line, error.Location.Column, error.Sentence));
        return new JsonFile(
            path,
            result.Errors.IsEmpty,
            result.FrontMatter?.Title,
            result.Scenario?.Slides.Length,
            result.Scenario?.Steps.Length,
            [.. errors]);
    }

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}

/// <summary>A file and what reading it gave.</summary>
/// <param name="Path">As it was given.</param>
/// <param name="Result">The scenario or its errors.</param>
public sealed record CheckedScenario(string Path, ReadResult Result);
