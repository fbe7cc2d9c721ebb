using System.Collections.Immutable;
using System.Globalization;

namespace Evolve.Player.Recordings;

/// <summary>The recordings of one scenario: a folder with a cast a step and the run's log.</summary>
public sealed class RecordingShelf
{
    private readonly ImmutableDictionary<string, StepRecording> _recordings;
    private readonly Lazy<RecordedRun> _run;

    private RecordingShelf(string folder, ImmutableDictionary<string, StepRecording> recordings, ImmutableArray<string> problems)
    {
        (Folder, _recordings, Problems) = (folder, recordings, problems);
        _run = new Lazy<RecordedRun>(() => RecordedRun.Read(Path.Combine(folder, RunTrack.FileName)));
    }

    /// <summary>Where they are; it need not be there.</summary>
    public string Folder { get; }

    /// <summary>A sentence for each file that is none of a recording.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>True when there is none.</summary>
    public bool IsEmpty => _recordings.IsEmpty;

    /// <summary>The ids of the steps that have one.</summary>
    public IEnumerable<string> StepIds => _recordings.Keys;

    /// <summary>Looks into a folder; reads no more of a file than its first line.</summary>
    public static RecordingShelf Open(string folder)
    {
        var recordings = ImmutableDictionary.CreateBuilder<string, StepRecording>(StringComparer.Ordinal);
        var problems = ImmutableArray.CreateBuilder<string>();
        foreach (var path in Files(folder, problems))
        {
            try
            {
                using var reader = CastReader.Open(path);
                if (reader.Header.Step is { } step && step.Id == Path.GetFileNameWithoutExtension(path))
                {
                    recordings[step.Id] = new StepRecording(path, step, reader.Header.Timestamp);
                }
                else
                {
                    problems.Add($"{path}:1: its header does not say that it is the recording of a step of this name, so no step plays it.");
                }
            }
            catch (CastException exception)
            {
                problems.Add(exception.Message);
            }
        }

        return new RecordingShelf(folder, recordings.ToImmutable(), problems.ToImmutable());
    }

    /// <summary>The name of the file with a step's recording.</summary>
    public static string FileOf(string stepId) => $"{stepId}.cast";

    /// <summary>Where the recordings of a scenario lie that came with it, as seen from its folder.</summary>
    public static string BesideScenario(string path) => $"recordings/{Path.GetFileNameWithoutExtension(path)}";

    /// <summary>The recording of a step, or null.</summary>
    public StepRecording? Find(string stepId) => _recordings.GetValueOrDefault(stepId);

    /// <summary>What became of deployment and traffic while a step ran.</summary>
    /// <exception cref="CastException">The run's log is damaged.</exception>
    internal ImmutableArray<RecordedMoment> MomentsOf(string stepId) => _run.Value.Moments.GetValueOrDefault(stepId, []);

    private static string[] Files(string folder, ImmutableArray<string>.Builder problems)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.cast").Order(StringComparer.Ordinal)] : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add($"The recordings in {folder} cannot be read: {exception.Message}");
            return [];
        }
    }
}

/// <summary>A step's recording.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Step">What its header says of the step.</param>
/// <param name="At">When it was recorded, or null when it does not say.</param>
public sealed record StepRecording(string Path, RecordedStep Step, DateTimeOffset? At)
{
    /// <summary>What every place says that shows something of it: when and where it was recorded.</summary>
    public string Mark => At is { } at
        ? string.Create(CultureInfo.InvariantCulture, $"recorded on {at:d MMM yyyy}, {Step.Machine}")
        : $"recorded on {Step.Machine}";
}
