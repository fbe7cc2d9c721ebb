using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Tests.Support;

/// <summary>Reads one file in memory.</summary>
internal static class TalkReader
{
    public static ReadResult Read(string text) => Read(MemoryFiles.With("talk.md", text));

    public static ReadResult Read(MemoryFiles files) => new ScenarioReader(files).Read("talk.md");

    /// <summary>The scenario; fails with all sentences when there is none.</summary>
    public static Scenario ReadGood(string text) => Good(Read(text));

    public static Scenario Good(ReadResult result)
    {
        Assert.True(result.Scenario is not null, string.Join('\n', result.Errors));
        return result.Scenario;
    }

    /// <summary>The only error of a file, as <c>line:column: sentence</c>.</summary>
    public static string OnlyError(string text) => OnlyError(Read(text));

    public static string OnlyError(ReadResult result)
    {
        var error = Assert.Single(result.Errors);
        return $"{error.Location.Line}:{error.Location.Column}: {error.Sentence}";
    }
}
