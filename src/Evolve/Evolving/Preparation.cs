using System.Collections.Immutable;
using Evolve.Lamp.Base;
using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Preparation;

namespace Evolve.Evolving;

/// <summary>The pre-flight of a talk: whatever takes its time is made before anybody watches.</summary>
internal sealed class Preparation(Session session, Backstage backstage)
{
    private string Root => session.Installation.Root;

    /// <summary>Prints the commands as a script; runs none.</summary>
    /// <exception cref="UserException">A Dockerfile needs what cannot be built.</exception>
    public void Print(IReadOnlyCollection<Flavour> flavours) =>
        session.Output.Write(PlanScript.Of(backstage.StepVariables(), PlanImages(PreparationPlanner.ImagesOf(flavours)), PreparationPlanner.PlanSavedStates(flavours)));

    /// <summary>Builds what these flavours need and some images more, boots a guest on KVM, and saves the states of machines.</summary>
    /// <exception cref="UserException">Something failed; the message says what.</exception>
    public async Task RunAsync(IReadOnlyCollection<Flavour> flavours, IEnumerable<string> images, CancellationToken cancellationToken)
    {
        var teller = new PlanTeller(session.Output);
        await BuildAsync(PlanImages(PreparationPlanner.ImagesOf(flavours).Concat(images)), teller, cancellationToken);

        // From here on the variable for KVM says what this boot shows.
        await foreach (var finding in backstage.CreateDoctor(Doctor.OfKvm).ExamineAsync(cancellationToken))
        {
            session.Output.WriteLine($"\n# {finding.Subject}: {finding.Value}. {finding.Remedy}".TrimEnd());
        }

        await RunAsync(PreparationPlanner.PlanSavedStates(flavours), teller, cancellationToken);
        foreach (var flavour in flavours.Where(flavour => flavour.Family != FlavourFamily.Container && !PreparationPlanner.HasSavedState(flavour)))
        {
            session.Output.WriteLine($"\n# {flavour.Tier} {flavour.Name} always starts cold: its guest.conf names no file for a saved state.");
        }

        session.Output.WriteLine("\nEverything is prepared.");
    }

    /// <summary>Builds images, a line for each.</summary>
    /// <returns>The stages that the builder went through.</returns>
    /// <exception cref="UserException">One failed; the message says what.</exception>
    public async Task<ImmutableArray<string>> BuildAsync(IEnumerable<string> images, CancellationToken cancellationToken)
    {
        var stages = new BuildStages(new DirectProgress<PlanEvent>(told =>
        {
            if (told is PlanEvent.StepBegan { Step: var step })
            {
                session.Output.WriteLine($"Image {step.Purpose}");
            }
        }));
        await BuildAsync(PlanImages(images), stages, cancellationToken);
        return stages.Ids;
    }

    private async Task BuildAsync(CutoverPlan plan, IProgress<PlanEvent> progress, CancellationToken cancellationToken)
    {
        await EnsureBaseImageAsync(cancellationToken);
        await RunAsync(plan, progress, cancellationToken);
    }

    private CutoverPlan PlanImages(IEnumerable<string> images)
    {
        try
        {
            return PreparationPlanner.PlanImages(Root, images);
        }
        catch (EvolutionException exception)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    private async Task EnsureBaseImageAsync(CancellationToken cancellationToken)
    {
        try
        {
            var name = BaseImage.ReadName(session.Installation.Assets);
            var image = new BaseImage(
                backstage.RequireEngine(), name, backstage.Identity.Id, new AptMirror(backstage.Host), TimeProvider.System);
            await image.EnsureAsync(new DirectProgress<string>(session.Output.WriteLine), cancellationToken);
        }
        catch (Exception exception) when (exception is EngineException or BaseImageException)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    private async Task RunAsync(CutoverPlan plan, IProgress<PlanEvent> progress, CancellationToken cancellationToken)
    {
        if (plan.IsEmpty)
        {
            return;
        }

        var shell = new BashShell(backstage.StepVariables(), backstage.State["prepare.lock"], TimeProvider.System, Root);
        if (await new PlanRun(shell, TimeProvider.System, progress).RunAsync(plan, cancellationToken) is { } failure)
        {
            throw new UserException(
                $"This is not prepared: {failure.Reason}. The command was `{failure.Step.Command.OneLine}`, and what it said is above; "
                + "type `evolve prepare` again when it is mended, what is done stays done.");
        }
    }
}
