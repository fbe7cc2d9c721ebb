using System.Security.Cryptography;
using System.Text;
using Evolve.Lamp.State;
using Evolve.Player.Recordings;
using Evolve.Player.Trusting;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;

namespace Evolve.Playing;

/// <summary>
/// Where recordings are: of shipped scenarios among the assets, of all others in the state folder; those that came with
/// a scenario, in a bundle say, lie beside it.
/// </summary>
internal sealed class RecordingPlaces(Session session)
{
    /// <summary>The folder that a scenario's recordings are made in.</summary>
    /// <exception cref="UserException">The environment names no state folder.</exception>
    public string FolderOf(Scenario scenario)
    {
        var name = Path.GetFileNameWithoutExtension(scenario.Path);
        var state = State();
        var isShipped = new TrustStore(Path.Combine(state, "trust"), session.Installation.Scenarios, new DiskFileReader()).IsShipped(scenario);
        return isShipped
            ? Path.Combine(session.Installation.Assets, "recordings", name)
            : Path.Combine(state, "recordings", $"{name}-{Hash(Path.GetFullPath(scenario.Path))}");
    }

    /// <summary>The recordings of a scenario, those made here before those that came with it; none when nobody has made any.</summary>
    /// <exception cref="UserException">The environment names no state folder.</exception>
    public RecordingShelf Open(Scenario scenario)
    {
        var own = RecordingShelf.Open(FolderOf(scenario));
        if (!own.IsEmpty)
        {
            return own;
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(scenario.Path))!;
        var beside = RecordingShelf.Open(Path.Combine(folder, RecordingShelf.BesideScenario(scenario.Path)));
        return beside.IsEmpty ? own : beside;
    }

    /// <summary>What records a scenario anew.</summary>
    public string CommandFor(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        return $"./run.sh record {(session.ResolveScenario(name) == path ? name : path)}";
    }

    private string State()
    {
        try
        {
            return StateFolder.Locate(session.Host);
        }
        catch (StateFolderException exception)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];
}
