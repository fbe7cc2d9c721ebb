using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Evolve.Lamp.Base;
using Evolve.Lamp.Engine;
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
            var packer = new Packer(
                needsEngine ? new EngineImages(backstage.RequireEngine()) : null, new DirectProgress<string>(session.Output.WriteLine));
            var manifest = new BundleManifest(
                BundleManifest.CurrentFormat,
                scenario.FrontMatter.Title,
                files.PlayOf(scenario),
                Architecture,
                typeof(PackVerb).Assembly.GetName().Version?.ToString() ?? "",
                TimeProvider.System.GetUtcNow(),
                backstage.Identity.Id,
                needsEngine ? [BaseImage.ReadName(session.Installation.Assets), .. new ScenarioImages(session.Installation.Root).NamesOf(scenario)] : [],
                []);
            var packed = await packer.PackAsync(target, files.ListFor(scenario), manifest, cancellationToken);
            session.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{target} is packed: {ScoreWords.Bytes(new FileInfo(target).Length)} in {packed.Parts.Length} parts, {packed.Images.Length} {(packed.Images.Length == 1 ? "image" : "images")}."));
            session.Output.WriteLine($"In the room: `./run.sh unpack {Path.GetFileName(target)}`, or without an Evolve: `tar -xOf {Path.GetFileName(target)} unpack.sh | sh -s {Path.GetFileName(target)}`.");
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
