using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Preparation;
using Evolve.Lamp.Tests.Testing;
using Evolve.Testing;

namespace Evolve.Lamp.Tests.Preparation;

/// <summary>What is made before a talk, as the Dockerfiles say.</summary>
public sealed class PreparationSpecs : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_an_image_is_made_from_comes_before_it()
    {
        var order = new BuildOrder(Repository.Root);
        order.Add("evolve/php:linux-unikernel");
        var images = order.Builds.Select(build => build.Image).ToList();
        Assert.Equal(
            ["evolve/init", "evolve/kernel:php", "evolve/php:container", "evolve/php:container-slim", "evolve/php:linux-unikernel", "evolve/runner"],
            images.Order(StringComparer.Ordinal));
        foreach (var (first, then) in new[] { ("runner", "kernel:php"), ("kernel:php", "php:linux-unikernel"), ("init", "php:container-slim"), ("php:container", "php:container-slim"), ("php:container-slim", "php:linux-unikernel") })
        {
            Assert.True(images.IndexOf($"evolve/{first}") < images.IndexOf($"evolve/{then}"), $"{first} before {then}");
        }

        Assert.Equal(
            "docker build -t evolve/kernel:php --build-arg EVOLVE_DEPLOYMENT --build-arg EVOLVE_APT_MIRROR --target php -f assets/kernel/Dockerfile assets",
            order.Builds.Single(build => build.Image == "evolve/kernel:php").Command.OneLine);
        Assert.Equal(
            "docker build -t evolve/php:container --build-arg EVOLVE_DEPLOYMENT --build-arg EVOLVE_APT_MIRROR -f assets/php/container/Dockerfile assets",
            order.Builds.Single(build => build.Image == "evolve/php:container").Command.OneLine);
    }

    [Fact]
    public void Every_shipped_flavour_can_be_prepared_and_each_image_is_built_once()
    {
        var flavours = FlavourCatalog.Read(Repository.PathOf("assets")).Flavours;
        var images = PreparationPlanner.PlanImages(Repository.Root, PreparationPlanner.ImagesOf(flavours)).Commands.Select(command => command.OneLine.Split(' ')[3]).ToList();
        Assert.Equal(images.Distinct(), images);
        Assert.Superset(flavours.Select(flavour => $"evolve/{flavour.Tier}:{flavour.Name}").ToHashSet(), images.ToHashSet());
        Assert.Superset(new HashSet<string> { "evolve/edge:container", "evolve/db-helper:container" }, images.ToHashSet());
    }

    [Fact]
    public void The_stages_of_a_build_are_known_from_what_its_builder_prints()
    {
        List<PlanEvent> told = [];
        var stages = new BuildStages(new Told(told));
        string[] printed =
        [
            "Sending build context to Docker daemon  1.2MB", "Step 1/3 : FROM debian:trixie-slim", " ---> 2bccc23714c6",
            "Step 2/3 : RUN true", " ---> Using cache", " ---> b146ee6f258c", "Step 3/3 : CMD sh", " ---> Running in 4e25fb9de906",
            "Removing intermediate container 4e25fb9de906", " ---> b146ee6f258c", "#7 exporting layers", "echo ---> 2bccc23714c7",
        ];
        foreach (var line in printed)
        {
            stages.Report(new PlanEvent.LinePrinted(line));
        }

        Assert.Equal(["2bccc23714c6", "b146ee6f258c"], stages.Ids.AsEnumerable());
        Assert.Equal(printed, told.Cast<PlanEvent.LinePrinted>().Select(line => line.Line));
    }

    [Fact]
    public void A_new_folder_is_enough_also_with_a_stage_and_a_default()
    {
        Write("base", "FROM scratch AS small\nFROM scratch AS large\n");
        Write("php/tomorrow", "ARG SIZE=small\nFROM --platform=linux/amd64 evolve/base:${SIZE} AS one\nFROM one\nCOPY --chown=1:1 --from=evolve/base:large / /\nCOPY --from=one / /\n");
        var order = new BuildOrder(_folder.Path);
        order.Add("evolve/php:tomorrow");
        Assert.Equal(
            [
                new ImageBuild("evolve/base:small", "assets/base/Dockerfile", "small"),
                new ImageBuild("evolve/base:large", "assets/base/Dockerfile", "large"),
                new ImageBuild("evolve/php:tomorrow", "assets/php/tomorrow/Dockerfile"),
            ],
            order.Builds);
    }

    [Fact]
    public void What_cannot_be_built_is_told_with_the_line_that_wants_it()
    {
        Write("php/tomorrow", "FROM scratch\nCOPY --from=evolve/nothing / /\n");
        Assert.Equal(
            "assets/php/tomorrow/Dockerfile:2: the image evolve/nothing is made from assets/nothing/Dockerfile or assets/nothing/latest/Dockerfile, and there is neither.",
            Assert.Throws<EvolutionException>(() => new BuildOrder(_folder.Path).Add("evolve/php:tomorrow")).Message);
        Write("nothing", "FROM evolve/php:tomorrow\n");
        Assert.Equal(
            "assets/nothing/Dockerfile:1: evolve/php:tomorrow needs itself, by way of evolve/php:tomorrow, evolve/nothing.",
            Assert.Throws<EvolutionException>(() => new BuildOrder(_folder.Path).Add("evolve/php:tomorrow")).Message);
    }

    [Fact]
    public void A_state_is_saved_for_the_flavours_whose_guest_names_a_file_for_it()
    {
        var php = Flavour("php", "saved = /saved/php\n", "--env-file \"$EVOLVE_SECRETS\"", "$EVOLVE_KVM", "-v evolve-saved:/saved:ro");
        var db = Flavour("db", "memory = 160M\n", "-v evolve-{name}:/var/lib/mysql");
        var web = Flavour("web", "memory = 48M\n", "-v evolve-saved:/saved:ro");
        Assert.Equal(
            [
                "docker volume create --label dev.evolve.deployment=$EVOLVE_DEPLOYMENT evolve-saved",
                "docker run --rm --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges --env-file \"$EVOLVE_SECRETS\" $EVOLVE_KVM -v evolve-saved:/saved evolve/php:tomorrow save",
            ],
            PreparationPlanner.PlanSavedStates([web, php, db]).Commands.Select(command => command.OneLine));
        Assert.True(PreparationPlanner.PlanSavedStates([web, db]).IsEmpty);
    }

    public void Dispose() => _folder.Dispose();

    private void Write(string folder, string dockerfile)
    {
        var path = Directory.CreateDirectory(Path.Combine(_folder["assets"], folder)).FullName;
        File.WriteAllText(Path.Combine(path, "Dockerfile"), dockerfile);
    }

    private Flavour Flavour(string tier, string conf, params string[] run)
    {
        Write($"{tier}/tomorrow", "FROM scratch\n");
        var folder = Path.Combine(_folder["assets"], tier, "tomorrow");
        File.WriteAllText(Path.Combine(folder, "guest.conf"), conf);
        return new Flavour(tier, "tomorrow", folder, "Tomorrow", FlavourFamily.Evolutionary, [], [.. run], []);
    }

    private sealed class Told(List<PlanEvent> events) : IProgress<PlanEvent>
    {
        public void Report(PlanEvent value) => events.Add(value);
    }
}
