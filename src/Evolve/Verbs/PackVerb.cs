using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Evolve.Evolving;
using Evolve.Lamp.Base;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Preparation;
using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Shipping;
using Evolve.Playing;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Stage.Packing;
using Evolve.Stage.Preflight;

namespace Evolve.Verbs;

/// <summary><c>evolve pack FILE OUT</c>: one file with everything a room needs.</summary>
internal static class PackVerb
{
    public static Command Create(Session session)
    {
        var file = Options.Scenario();
        var target = new Argument<string>("OUT") { Description = "The bundle to be made." };
        var verb = new Command("pack", "Pack the app, the scenario, its images and recordings into one file for machines without a network.") { file, target };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            session, session.ResolveScenario(parsed.GetRequiredValue(file)), parsed.GetRequiredValue(target), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Session session, string path, string target, CancellationToken cancellationToken)
    {
        using var backstage = Backstage.Open(session);
        var result = new ScenarioReader(new DiskFileReader()).Read(path);
        var scenario = result.Scenario ?? throw new UserException(string.Join('\n', result.Errors));
        var needsEngine = scenario.FrontMatter.Requires.Contains(Requirement.Engine);
        var files = Files(backstage, scenario);
        try
        {
            ImmutableArray<string> built = needsEngine ? ImagesOf(session.Installation.Root, scenario) : [];
            var stages = needsEngine ? await new Preparation(session, backstage).BuildAsync(built, cancellationToken) : [];
            ImmutableArray<string> images = needsEngine ? [BaseImage.ReadName(session.Installation.Assets), .. built] : [];
            var packer = new Packer(
                needsEngine ? new EngineImages(backstage.RequireEngine()) : null, new DirectProgress<string>(session.Output.WriteLine));
            var packed = await packer.PackAsync(
                target, files.ListFor(scenario), ManifestOf(backstage, scenario, files, images), stages, cancellationToken);
            Tell(session.Output, target, packed, isBuiltAnew: built.Length > 0 && stages.IsEmpty);
            return ExitCode.Success;
        }
        catch (Exception exception) when (exception is BundleException or EngineException or BaseImageException)
        {
            throw new UserException(exception.Message, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The bundle {target} cannot be made: {exception.Message}", exception);
        }
    }

    /// <summary>The images that the steps name, and what their Dockerfiles begin with: those are built again in the room.</summary>
    private static ImmutableArray<string> ImagesOf(string root, Scenario scenario) =>
        [.. PreparationPlanner.BuildsOf(root, new ScenarioImages(root).NamesOf(scenario)).Select(build => build.Image)];

    private static BundleManifest ManifestOf(Backstage backstage, Scenario scenario, RoomFiles files, ImmutableArray<string> images) => new(
        BundleManifest.CurrentFormat,
        scenario.FrontMatter.Title,
        files.PlayOf(scenario),
        Architecture,
        typeof(PackVerb).Assembly.GetName().Version?.ToString() ?? "",
        TimeProvider.System.GetUtcNow(),
        backstage.Identity.Id,
        images,
        new BuildMirror(backstage.State, backstage.Host).Value,
        []);

    private static void Tell(TextWriter output, string target, BundleManifest packed, bool isBuiltAnew)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{target} is packed: {ScoreWords.Bytes(new FileInfo(target).Length)} in {packed.Parts.Length} parts, {packed.Images.Length} {(packed.Images.Length == 1 ? "image" : "images")}."));
        if (isBuiltAnew)
        {
            output.WriteLine("BuildKit's stages cannot be packed, so a `docker build` in the room wants a network: pack with DOCKER_BUILDKIT=0, and say so in the room.");
        }

        var name = Path.GetFileName(target);
        output.WriteLine($"In the room: `./run.sh unpack {name}`, or without an Evolve: `tar -xOf {name} unpack.sh | sh -s {name}`.");
    }

    /// <summary>The processor, as .NET calls it.</summary>
    internal static string Architecture => RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private static RoomFiles Files(Backstage backstage, Scenario scenario)
    {
        // …/shared/Microsoft.NETCore.App/10.0.1/: what a framework-dependent app is started with.
        var shared = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory().TrimEnd('/'));
        var root = shared.Parent?.Parent is { Name: "shared", Parent: { } found } ? found.FullName : null;
        return new RoomFiles
        {
            Root = backstage.Session.Installation.Root,
            App = AppContext.BaseDirectory.TrimEnd('/'),
            Runtime = root,
            RuntimeVersion = shared.Name,
            Recordings = new RecordingPlaces(backstage.Session).Open(scenario),
        };
    }
}
