using System.Globalization;

namespace Evolve.Stage.Reporting;

/// <summary>Outcomes as marks and words: none is told by its colour alone.</summary>
internal static class Outcomes
{
    public static string Class(ReportedOutcome outcome) => Word(outcome).Replace(' ', '-');

    public static string Word(ReportedOutcome outcome) => outcome switch
    {
        ReportedOutcome.NotRun => "not run",
        ReportedOutcome.Begun => "begun",
        ReportedOutcome.Done => "done",
        ReportedOutcome.Replayed => "replayed",
        ReportedOutcome.Skipped => "skipped",
        _ => "failed",
    };

    public static string Mark(ReportedOutcome outcome) => outcome switch
    {
        ReportedOutcome.NotRun => "–",
        ReportedOutcome.Begun => "…",
        ReportedOutcome.Done => "✓",
        ReportedOutcome.Replayed => "▸",
        ReportedOutcome.Skipped => "»",
        _ => "✗",
    };

    /// <summary>What is worth knowing beside the mark.</summary>
    public static string Note(ReportedStep step) => string.Join(", ", Notes(step).Where(note => note.Length > 0));

    private static IEnumerable<string> Notes(ReportedStep step)
    {
        yield return step.Outcome == ReportedOutcome.Done ? "" : Word(step.Outcome);
        yield return step.IsSolved ? "by the solution" : "";
        yield return step.Hints switch { 0 => "", 1 => "1 hint", var many => string.Create(CultureInfo.InvariantCulture, $"{many} hints") };
        yield return step.IsEdited ? "edited" : "";
        yield return step.Attempts > 1 ? string.Create(CultureInfo.InvariantCulture, $"{step.Attempts} attempts") : "";
    }
}
