using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Evolve.Player.Progress;

/// <summary>Progress as JSON; what is read is not trusted to be what was written.</summary>
internal static class ProgressJson
{
    private const int Version = 1;

    /// <summary>No talk comes near to these.</summary>
    private const int MostSteps = 20_000;
    private const int MostVariables = 1_000;
    private const int MostPicks = 100;
    private const int LongestText = 100_000;
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(30);

    internal static string Write(SavedProgress progress, string scenario)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteString("scenario", scenario);
            json.WriteNumber("slide", progress.SlideIndex);
            json.WriteString("title", progress.SlideTitle);
            json.WriteStartArray("steps");
            foreach (var step in progress.Steps)
            {
                Write(json, step);
            }

            json.WriteEndArray();
            Write(json, progress.Exercises);
            Write(json, progress.Answers);
            json.WriteStartObject("variables");
            foreach (var (name, value) in progress.Variables)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray()) + "\n";
    }

    /// <summary>The progress.</summary>
    /// <exception cref="FormatException">It is not one; the message says why, without a full stop.</exception>
    internal static SavedProgress Read(ReadOnlyMemory<byte> text)
    {
        try
        {
            using var json = JsonDocument.Parse(text, new() { MaxDepth = 8 });
            return Read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or DecoderFallbackException)
        {
            throw new FormatException(exception.Message.TrimEnd('.'), exception);
        }
    }

    private static void Write(Utf8JsonWriter json, SavedStep step)
    {
        json.WriteStartObject();
        json.WriteString("id", step.Id);
        json.WriteString("digest", step.Digest);
        json.WriteString("status", JsonNamingPolicy.KebabCaseLower.ConvertName(step.Status.ToString()));
        Write(json, "at", step.At);
        Write(json, "run-ms", step.RunTime);
        Write(json, "undo-ms", step.UndoTime);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<SavedExercise> exercises)
    {
        json.WriteStartArray("exercises");
        foreach (var exercise in exercises)
        {
            json.WriteStartObject();
            json.WriteString("id", exercise.Id);
            json.WriteNumber("hints", exercise.Hints);
            Write(json, "began", exercise.Began);
            Write(json, "ended", exercise.Ended);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ImmutableArray<SavedAnswer> answers)
    {
        json.WriteStartArray("answers");
        foreach (var answer in answers)
        {
            json.WriteStartObject();
            json.WriteString("id", answer.Id);
            json.WriteStartArray("picked");
            foreach (var option in answer.Picked)
            {
                json.WriteNumberValue(option);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known);
        }
    }

    private static void Write(Utf8JsonWriter json, string name, TimeSpan? time)
    {
        if (time is { } known)
        {
            json.WriteNumber(name, Math.Round(known.TotalMilliseconds));
        }
    }

    private static SavedProgress Read(JsonElement root)
    {
        Require(root.GetProperty("version").GetInt32() == Version, "it was written by another version of Evolve");
        var slide = root.GetProperty("slide").GetInt32();
        Require(slide >= 0, "its slide is negative");
        var steps = root.GetProperty("steps").EnumerateArray().Take(MostSteps + 1).Select(ReadStep).ToImmutableArray();
        Require(steps.Length <= MostSteps, "it has too many steps");
        Require(steps.DistinctBy(step => step.Id).Count() == steps.Length, "it has a step twice");
        var variables = root.GetProperty("variables").EnumerateObject().Take(MostVariables + 1).ToList();
        Require(variables.Count <= MostVariables, "it has too many variables");
        var values = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var variable in variables)
        {
            values[Text(variable.Name)] = Text(variable.Value.GetString());
        }

        return new()
        {
            SlideIndex = slide,
            SlideTitle = root.GetProperty("title").GetString() ?? "",
            Steps = steps,
            Exercises = Several(root, "exercises", ReadExercise, exercise => exercise.Id),
            Answers = Several(root, "answers", ReadAnswer, answer => answer.Id),
            Variables = values.ToImmutable(),
        };
    }

    private static SavedStep ReadStep(JsonElement step)
    {
        var digest = Text(step.GetProperty("digest").GetString());
        Require(digest.Length == 64 && digest.All(char.IsAsciiHexDigitLower), "a digest is none");
        return new(Text(step.GetProperty("id").GetString()), digest, ReadStatus(step.GetProperty("status").GetString()))
        {
            At = ReadMoment(step, "at"),
            RunTime = ReadTime(step, "run-ms"),
            UndoTime = ReadTime(step, "undo-ms"),
        };
    }

    /// <summary>A list with an id each, which a file of before may not have.</summary>
    private static ImmutableArray<T> Several<T>(JsonElement root, string name, Func<JsonElement, T> read, Func<T, string> idOf)
    {
        if (!root.TryGetProperty(name, out var list))
        {
            return [];
        }

        var several = list.EnumerateArray().Take(MostSteps + 1).Select(read).ToImmutableArray();
        Require(several.Length <= MostSteps, $"it has too many {name}");
        Require(several.DistinctBy(idOf).Count() == several.Length, $"it has one of its {name} twice");
        return several;
    }

    private static SavedExercise ReadExercise(JsonElement exercise)
    {
        var hints = exercise.GetProperty("hints").GetInt32();
        Require(hints >= 0, "a number of hints is negative");
        return new(Text(exercise.GetProperty("id").GetString()), hints) { Began = ReadMoment(exercise, "began"), Ended = ReadMoment(exercise, "ended") };
    }

    private static SavedAnswer ReadAnswer(JsonElement answer)
    {
        var picked = answer.GetProperty("picked").EnumerateArray().Take(MostPicks + 1).Select(option => option.GetInt32()).ToImmutableArray();
        Require(picked.Length <= MostPicks && picked.All(option => option >= 0) && picked.Distinct().Count() == picked.Length, "the answers to a quiz are none");
        return new(Text(answer.GetProperty("id").GetString()), picked);
    }

    private static DateTimeOffset? ReadMoment(JsonElement element, string name) =>
        element.TryGetProperty(name, out var moment) ? moment.GetDateTimeOffset() : null;

    private static SavedStatus ReadStatus(string? word) => word switch
    {
        "untouched" => SavedStatus.Untouched,
        "begun" => SavedStatus.Begun,
        "done" => SavedStatus.Done,
        "skipped" => SavedStatus.Skipped,
        _ => throw new FormatException("a status is none"),
    };

    private static TimeSpan? ReadTime(JsonElement step, string name)
    {
        if (!step.TryGetProperty(name, out var time))
        {
            return null;
        }

        var milliseconds = time.GetDouble();
        Require(milliseconds >= 0 && milliseconds <= s_longest.TotalMilliseconds, "a time is none");
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    /// <summary>One line of text: a line end in a variable would be another variable.</summary>
    private static string Text(string? text)
    {
        Require(text is { Length: <= LongestText } && !text.Any(char.IsControl), "a text is missing, too long or not a line");
        return text!;
    }

    private static void Require(bool isSo, string problem)
    {
        if (!isSo)
        {
            throw new FormatException(problem);
        }
    }
}
