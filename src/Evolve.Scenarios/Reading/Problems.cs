using System.Collections.Immutable;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;

namespace Evolve.Scenarios.Reading;

/// <summary>Collects what is wrong while a scenario is read.</summary>
internal sealed class Problems
{
    private readonly List<ScenarioError> _errors = [];
    private readonly Dictionary<string, int> _fileOrder = new(StringComparer.Ordinal);

    public int Count => _errors.Count;

    /// <summary>
    /// True once something was lost that may have held ids (an unclosed fence, a missing include): then an unknown
    /// name is no error of its own.
    /// </summary>
    public bool IsPartial { get; set; }

    /// <summary>Gives a file its rank in the sorted list: files are told in the order in which they are read.</summary>
    public void Register(string displayPath) => _fileOrder.TryAdd(displayPath, _fileOrder.Count);

    public void Add(SourceText source, int offset, string sentence) => Add(source.Locate(offset), sentence);

    public void Add(SourceLocation location, string sentence)
    {
        Register(location.File);
        _errors.Add(new ScenarioError(location, Words.MakeSafe(sentence)));
    }

    /// <summary>All errors, each once (a file may be included twice), by file, line and column.</summary>
    public ImmutableArray<ScenarioError> ToSorted() =>
        [.. _errors
            .Distinct()
            .OrderBy(error => _fileOrder[error.Location.File])
            .ThenBy(error => error.Location.Line)
            .ThenBy(error => error.Location.Column)];
}
