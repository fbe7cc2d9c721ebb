using Evolve.Scenarios.Attributes;
using Evolve.Scenarios.Comments;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Quizzes;

/// <summary>The ids of a scenario's steps and quizzes, each of which is there once.</summary>
internal sealed class QuizIds
{
    private readonly Dictionary<string, (string Noun, SourceLocation Location)> _taken = new(StringComparer.Ordinal);
    private readonly Problems _problems;

    public QuizIds(IEnumerable<Step> steps, Problems problems)
    {
        _problems = problems;
        foreach (var step in steps)
        {
            _taken.TryAdd(step.Id, ("step", step.Location));
        }
    }

    /// <summary>Takes the id of a quiz; tells when it cannot be used.</summary>
    public void Take(SourceText source, Directive quiz)
    {
        if (quiz.Value.Length == 0)
        {
            _problems.Add(source, quiz.Offset, "This quiz has no id; write one after `quiz:`, such as `<!-- quiz: why-no-shell -->`.");
        }
        else if (!AttributeValues.IsName(quiz.Value))
        {
            _problems.Add(source, quiz.Offset, $"The id `{Words.Shorten(quiz.Value)}` {AttributeValues.NameHelp}, {AttributeValues.NameLimit} at most.");
        }
        else if (!_taken.TryAdd(quiz.Value, ("quiz", source.Locate(quiz.Offset))))
        {
            var (noun, location) = _taken[quiz.Value];
            _problems.Add(source, quiz.Offset, $"The id `{quiz.Value}` is taken by the {noun} at {location}; choose another.");
        }
    }
}
