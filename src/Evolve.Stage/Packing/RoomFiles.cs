using Evolve.Player.Recordings;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Packing;

/// <summary>The files that a room needs: the app with its .NET, the scenarios, the assets and the recordings.</summary>
public sealed record RoomFiles
{
    /// <summary>Starts the app with the .NET that lies beside it; named as in a checkout, so that every sentence that says what to type is right.</summary>
    private const string Start = """
        #!/bin/sh
        # Starts the Evolve in this folder, with the .NET in it.
        here=$(cd "$(dirname "$0")" && pwd)
        [ ! -d "$here/runtime" ] || export DOTNET_ROOT="$here/runtime"
        exec "$here/artifacts/app/evolve" "$@"

        """;

    /// <summary>The folder that holds <c>scenarios</c> and <c>assets</c>.</summary>
    public required string Root { get; init; }

    /// <summary>The folder of the published app.</summary>
    public required string App { get; init; }

    /// <summary>The folder of the .NET that runs the app, which holds <c>shared</c>; null when the app brings its own.</summary>
    public string? Runtime { get; init; }

    /// <summary>The version of that .NET.</summary>
    public string RuntimeVersion { get; init; } = "";

    /// <summary>The scenario's recordings; those of a shipped one are among the assets anyway.</summary>
    public RecordingShelf? Recordings { get; init; }

    /// <summary>What the room types to play a scenario, as an argument of <c>play</c>: a shipped one by its name.</summary>
    public string PlayOf(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return IsShipped(scenario) ? Path.GetFileNameWithoutExtension(scenario.Path) : $"talk/{Path.GetFileName(scenario.Path)}";
    }

    /// <summary>All files; a later one of the same name takes the place of an earlier one.</summary>
    /// <exception cref="BundleException">Something is not where it should be.</exception>
    public IReadOnlyCollection<PackedFile> ListFor(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        if (!File.Exists(Path.Combine(App, "evolve")))
        {
            throw new BundleException($"There is no published app in {App}: start Evolve by ./run.sh, which makes one.");
        }

        var files = new Dictionary<string, PackedFile>(StringComparer.Ordinal);
        IEnumerable<PackedFile> all =
        [
            PackedFile.Script("run.sh", Start),
            .. PackedFile.Below(App, "artifacts/app"),
            .. Runtime is null ? [] : OfRuntime(Runtime),
            .. PackedFile.Below(Path.Combine(Root, "scenarios"), "scenarios"),
            .. PackedFile.Below(Path.Combine(Root, "assets"), "assets"),
            .. IsShipped(scenario) ? [] : OfTalk(scenario),
        ];
        foreach (var file in all)
        {
            files[file.Name] = file;
        }

        return files.Values;
    }

    private bool IsShipped(Scenario scenario) =>
        Path.GetDirectoryName(Path.GetFullPath(scenario.Path)) == Path.GetFullPath(Path.Combine(Root, "scenarios"));

    /// <summary>The runtime and what finds it; neither the compiler nor other versions.</summary>
    private IEnumerable<PackedFile> OfRuntime(string runtime)
    {
        var shared = $"shared/Microsoft.NETCore.App/{RuntimeVersion}";
        var finder = $"host/fxr/{RuntimeVersion}";
        return PackedFile.Below(Path.Combine(runtime, shared), $"runtime/{shared}")
            .Concat(PackedFile.Below(Path.Combine(runtime, finder), $"runtime/{finder}"));
    }

    /// <summary>A scenario from elsewhere keeps its question of trust: it does not lie among the shipped ones, nor do its recordings.</summary>
    private IEnumerable<PackedFile> OfTalk(Scenario scenario)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(scenario.Path))!;
        return scenario.Files.Select(file => PackedFile.Of($"talk/{Path.GetRelativePath(folder, file)}", file))
            .Concat(Recordings is { IsEmpty: false } shelf
                ? PackedFile.Below(shelf.Folder, $"talk/{RecordingShelf.BesideScenario(scenario.Path)}")
                : []);
    }
}
