namespace Evolve;

/// <summary>Where this Evolve lives: the folder that holds its shipped <c>scenarios</c> and <c>assets</c>.</summary>
/// <param name="Root">Full path of that folder.</param>
public sealed record Installation(string Root)
{
    /// <summary>The shipped scenarios.</summary>
    public string Scenarios => Path.Combine(Root, "scenarios");

    /// <summary>The shipped assets, of which every play gets a private copy.</summary>
    public string Assets => Path.Combine(Root, "assets");

    /// <summary>Finds it from the folder of the executable upwards.</summary>
    /// <exception cref="UserException">It is not there.</exception>
    public static Installation Find(string executableFolder)
    {
        for (var folder = new DirectoryInfo(executableFolder); folder is not null; folder = folder.Parent)
        {
            var candidate = new Installation(folder.FullName);
            if (Directory.Exists(candidate.Scenarios) && Directory.Exists(candidate.Assets))
            {
                return candidate;
            }
        }

        throw new UserException($"The shipped scenarios and assets are not above {executableFolder}: start Evolve by ./run.sh from its checkout.");
    }
}
