using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;

namespace Evolve.Lamp.Preparation;

/// <summary>Plans of what takes its time, and so is done before a talk: images, and saved states of machines.</summary>
public static partial class PreparationPlanner
{
    /// <summary>The volume of the saved states.</summary>
    public const string Volume = "evolve-saved";

    private const string Edge = "evolve/edge:container";

    // A kernel takes five minutes on two cores, and packages may come over a slow line.
    private static readonly TimeSpan BuildTime = TimeSpan.FromHours(2);
    private static readonly TimeSpan SaveTime = TimeSpan.FromMinutes(2);

    /// <summary>The images of these flavours, and those that a cut-over needs beside them.</summary>
    public static ImmutableArray<string> ImagesOf(IReadOnlyCollection<Flavour> flavours) =>
    [
        Edge,
        .. flavours.Any(flavour => flavour.Tier == "db") ? [PlanBuilder.HelperImage] : Array.Empty<string>(),
        .. flavours.Select(PlanBuilder.ImageOf),
    ];

    /// <summary>These images, and everything that they are built from.</summary>
    /// <param name="root">The folder that holds <c>assets</c>.</param>
    /// <param name="images">Their names, as <c>evolve/php:container</c>.</param>
    /// <exception cref="EvolutionException">A Dockerfile needs what cannot be built; the message says which line.</exception>
    public static CutoverPlan PlanImages(string root, IEnumerable<string> images)
    {
        var builds = BuildsOf(root, images);
        var count = builds.Count.ToString(CultureInfo.InvariantCulture);
        return new CutoverPlan(
            $"{count} images; what is in the builder's cache takes no time",
            [.. builds.Select((build, index) => new PlanStep(
                string.Create(CultureInfo.InvariantCulture, $"{index + 1} of {count}: {build.Image}"), build.Command, BuildTime))]);
    }

    /// <summary>How these images are built, and everything that they are built from, which comes first.</summary>
    /// <param name="root">The folder that holds <c>assets</c>.</param>
    /// <param name="images">Their names, as <c>evolve/php:container</c>.</param>
    /// <exception cref="EvolutionException">A Dockerfile needs what cannot be built; the message says which line.</exception>
    public static IReadOnlyList<ImageBuild> BuildsOf(string root, IEnumerable<string> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var order = new BuildOrder(root);
        foreach (var image in images)
        {
            order.Add(image);
        }

        return order.Builds;
    }

    /// <summary>A saved state for each of these flavours whose guest has one.</summary>
    public static CutoverPlan PlanSavedStates(IEnumerable<Flavour> flavours)
    {
        var saved = flavours.Where(HasSavedState).ToList();
        List<PlanStep> steps = [];
        if (saved.Count > 0)
        {
            steps.Add(new PlanStep(
                $"The volume {Volume} is there.",
                DockerCommand.Of("docker volume create", $"--label {Labels.Deployment}=$EVOLVE_DEPLOYMENT", Volume),
                SaveTime));
        }

        steps.AddRange(saved.Select(flavour => new PlanStep(
            $"{PlanBuilder.ImageOf(flavour)} starts once, and its machine's state is saved.",
            DockerCommand.Of(
                [
                    "docker run --rm",
                    .. PlanBuilder.Guards,
                    .. flavour.RunOf("save").Select(line => line.Replace($"{Volume}:/saved:ro", $"{Volume}:/saved", StringComparison.Ordinal)),
                    $"{PlanBuilder.ImageOf(flavour)} save",
                ]),
            SaveTime)));
        return new CutoverPlan($"{saved.Count.ToString(CultureInfo.InvariantCulture)} saved {(saved.Count == 1 ? "state" : "states")}", [.. steps]);
    }

    /// <summary>Whether a guest can start from a saved state: it mounts the volume, and its <c>guest.conf</c> names a file in it.</summary>
    public static bool HasSavedState(Flavour flavour)
    {
        ArgumentNullException.ThrowIfNull(flavour);
        var conf = Path.Combine(flavour.Folder, "guest.conf");
        return flavour.VolumesOf("save").Contains(Volume) && File.Exists(conf) && File.ReadLines(conf).Any(line => Saved().IsMatch(line));
    }

    [GeneratedRegex(@"^\s*saved\s*=")]
    private static partial Regex Saved();
}
