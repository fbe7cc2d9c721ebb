using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Checking;

/// <summary>Checks scenario files and runs nothing.</summary>
/// <param name="reader">Reads them.</param>
public sealed class ScenarioChecker(ScenarioReader reader)
{
    /// <summary>Checks every file, however many are broken.</summary>
    public CheckReport Check(IEnumerable<string> paths) =>
        new([.. paths.Select(path => new CheckedScenario(path, reader.Read(path)))]);
}
