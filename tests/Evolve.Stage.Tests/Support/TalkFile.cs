using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Stage.Tests.Support;

/// <summary>A scenario in a folder of its own, which goes with it.</summary>
internal sealed class TalkFile : IDisposable
{
    internal TalkFile(string text)
    {
        Folder = Directory.CreateTempSubdirectory("evolve-talk-").FullName;
        var path = Path.Combine(Folder, "talk.md");
        File.WriteAllText(path, text);
        var result = new ScenarioReader(new DiskFileReader()).Read(path);
        Assert.Empty(result.Errors);
        Scenario = result.Scenario!;
    }

    internal string Folder { get; }

    internal Scenario Scenario { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
