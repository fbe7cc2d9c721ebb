namespace Evolve.Playing;

/// <summary>Where recordings of steps are: those that are shipped, and those that this user has made.</summary>
/// <param name="shipped">The folder of the shipped ones; below it a folder a scenario.</param>
/// <param name="own">The folder of this user's, in the same order.</param>
internal sealed class RecordingFiles(string shipped, string own)
{
    /// <summary>The recording of a step, this user's before a shipped one; or null.</summary>
    public string? Find(string scenarioPath, string stepId) =>
        Folders(scenarioPath).Select(folder => Path.Combine(folder, stepId + ".cast")).FirstOrDefault(File.Exists);

    /// <summary>The folders in which a scenario's are looked for, in this order; they need not be there.</summary>
    public IEnumerable<string> Folders(string scenarioPath)
    {
        var name = Path.GetFileNameWithoutExtension(scenarioPath);
        return [Path.Combine(own, name), Path.Combine(shipped, name)];
    }
}
