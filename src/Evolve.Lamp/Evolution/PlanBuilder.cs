using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Preparation;

namespace Evolve.Lamp.Evolution;

/// <summary>Writes down steps; knows how each command is written, not when it is needed.</summary>
internal sealed class PlanBuilder(LampState state, string tier)
{
    /// <summary>The container that makes one database follow another.</summary>
    internal const string Helper = "db-helper";

    /// <summary>Its image.</summary>
    internal const string HelperImage = "evolve/db-helper:container";

    /// <summary>What every container is told; an attendee reads the same on the slides.</summary>
    internal static readonly string[] Guards = ["--read-only --tmpfs /tmp --cap-drop ALL", "--security-opt no-new-privileges"];

    /// <summary>What those of the deployment are told.</summary>
    private static readonly string[] Locks = ["--network evolve", .. Guards];

    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    private readonly ImmutableArray<PlanStep>.Builder _steps = ImmutableArray.CreateBuilder<PlanStep>();

    internal CutoverPlan Build(string title, bool isPrelude = false) => new(title, _steps.ToImmutable(), isPrelude);

    /// <summary>The question that tells the mode of each database; not a step, since it changes nothing.</summary>
    internal static DockerCommand AskModes(IEnumerable<string> names) => DockerCommand.Of(
        ["docker run --rm", .. Locks, "--env-file \"$EVOLVE_SECRETS\"", HelperImage, $"database show {string.Join(' ', names)}"]);

    internal void StartEdge()
    {
        Add("The edge runs again, and has forgotten nothing.", state.Edge == ContainerState.Paused ? "docker unpause edge" : "docker start edge");
        Add("It answers.", "docker exec edge health --wait");
    }

    /// <summary>Makes a container that does not exist.</summary>
    internal void Run(string name, Flavour flavour)
    {
        var image = ImageOf(flavour);
        if (!state.Images.ContainsKey(image))
        {
            throw new EvolutionException($"There is no image {image}; build it first, with what it is made from: type `evolve prepare {flavour.Tier} {flavour.Name}`.");
        }

        foreach (var volume in flavour.VolumesOf(name))
        {
            // Left to `docker run`, it would have no label, and stay for ever. One that is there stays as it is.
            Add($"The volume {volume} is there.", "docker volume create", $"--label {Labels.Deployment}=$EVOLVE_DEPLOYMENT", volume);
        }

        Add($"{name} runs beside what serves.", [$"docker run -d --name {name}", .. Locks, .. flavour.RunOf(name), image]);
    }

    /// <summary>Brings a container that exists to life.</summary>
    internal void Wake(LampServer server)
    {
        switch (server.State)
        {
            case ContainerState.Paused:
                Add($"{server.Name} goes on.", $"docker unpause {server.Name}");
                break;
            case ContainerState.Created or ContainerState.Exited:
                Add($"{server.Name} runs again.", $"docker start {server.Name}");
                break;
        }
    }

    internal void Use(string name) =>
        Add($"{name} answers in its own protocol; then new work goes there, and nowhere else.", Tier($"use {tier} {name}"));

    internal void AddToEdge(string name) => Add($"The edge knows {name}, and sends it no work yet.", Tier($"add {tier} {name}"));

    internal void Await(string name) => Add($"{name} answers in its own protocol.", Tier($"wait {tier} {name}"));

    internal void Pause() => AddUrgent("From here on, what comes waits, for 2 s at most.", Tier($"pause {tier}"));

    internal void Switch(string name) => AddUrgent($"New work goes to {name}, and what waited with it.", Tier($"switch {tier} {name}"));

    internal void Resume() => Add("Nothing waits.", Tier($"resume {tier}"));

    /// <summary>Takes a server out: what it has under way ends, then it stops, and is kept.</summary>
    internal void Retire(LampServer server)
    {
        if (server.Role != EdgeRole.Unknown)
        {
            Forget(server.Name, isAlive: server.IsAlive);
        }

        Stop(server);
    }

    /// <summary>Takes a name out of the edge.</summary>
    internal void Forget(string name, bool isAlive = true)
    {
        if (isAlive)
        {
            Add($"{name} ends what it has under way.", Tier($"drain {tier} {name}"));
        }

        Add($"The edge forgets {name}.", Tier($"remove {tier} {name}"));
    }

    internal void Stop(LampServer server)
    {
        if (server.State == ContainerState.Paused)
        {
            Add("The engine lets it go, so that it can stop.", $"docker unpause {server.Name}");
        }

        if (server.IsAlive)
        {
            Add($"{server.Name} stops, and is kept.", $"docker stop {server.Name}");
        }
    }

    internal void TellLog(string name) => Add($"The last words of {name}.", $"docker logs --tail 10 {name}");

    internal void Remove(string name) => Add($"{name} goes.", $"docker rm --force {name}");

    internal void StartHelper()
    {
        if (!state.Images.ContainsKey(HelperImage))
        {
            throw MissingHelper();
        }

        Add("A helper comes that speaks SQL.", [$"docker run -d --name {Helper}", .. Locks, "--env-file \"$EVOLVE_SECRETS\"", HelperImage]);
    }

    internal void Follow(string name, string primary) => _steps.Add(new PlanStep(
        $"{name} has the data, and gets every write of {primary}.", Helping($"follow {name} {primary}"), Long));

    internal void Promote(string name, string primary) => AddUrgent(
        $"{primary} takes no more writes; {name} has them all, and takes the next.", Helping($"promote {name} {primary}"));

    internal void Promote(string name) => Add($"{name} takes writes.", Helping($"promote {name}").Text);

    internal void EndHelper() => Add("The helper goes.", $"docker rm --force {Helper}");

    internal static EvolutionException MissingHelper() => new(
        $"There is no image {HelperImage}, which looks after the databases; build it first: {new ImageBuild(HelperImage, "assets/db-helper/Dockerfile").Command.OneLine}");

    internal static string ImageOf(Flavour flavour) => $"evolve/{flavour.Tier}:{flavour.Name}";

    private static string Tier(string words) => $"docker exec edge tier {words}";

    private static DockerCommand Helping(string words) => new($"docker exec {Helper} database {words}");

    private void Add(string purpose, params IEnumerable<string> lines) =>
        _steps.Add(new PlanStep(purpose, DockerCommand.Of(lines), Usual));

    private void AddUrgent(string purpose, string command) => AddUrgent(purpose, new DockerCommand(command));

    private void AddUrgent(string purpose, DockerCommand command) =>
        _steps.Add(new PlanStep(purpose, command, Quick, IsUrgent: true));
}
