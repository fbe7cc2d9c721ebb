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
        session.Output.Write(PlanScript.Of(backstage.StepVariables(), PlanImages(flavours), PreparationPlanner.PlanSavedStates(flavours)));

    /// <summary>Builds what these flavours need, boots a guest on KVM, and saves the states of machines.</summary>
    /// <exception cref="UserException">Something failed; the message says what.</exception>
    public async Task RunAsync(IReadOnlyCollection<Flavour> flavours, CancellationToken cancellationToken)
    {
        var images = PlanImages(flavours);
        await EnsureBaseImageAsync(cancellationToken);
        await RunAsync(images, cancellationToken);

        // From here on the variable for KVM says what this boot shows.
        await foreach (var finding in backstage.CreateDoctor(Doctor.OfKvm).ExamineAsync(cancellationToken))
        {
            session.Output.WriteLine($"\n# {finding.Subject}: {finding.Value}. {finding.Remedy}".TrimEnd());
        }

        await RunAsync(PreparationPlanner.PlanSavedStates(flavours), cancellationToken);
        foreach (var flavour in flavours.Where(flavour => flavour.Family != FlavourFamily.Container && !PreparationPlanner.HasSavedState(flavour)))
        {
            session.Output.WriteLine($"\n# {flavour.Tier} {flavour.Name} always starts cold: its guest.conf names no file for a saved state.");
        }

        session.Output.WriteLine("\nEverything is prepared.");
    }

    private CutoverPlan PlanImages(IReadOnlyCollection<Flavour> flavours)
    {
        try
        {
            return PreparationPlanner.PlanImages(Root, flavours);
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

    private async Task RunAsync(CutoverPlan plan, CancellationToken cancellationToken)
    {
        if (plan.IsEmpty)
        {
            return;
        }

        var shell = new BashShell(backstage.StepVariables(), backstage.State["prepare.lock"], TimeProvider.System, Root);
        if (await new PlanRun(shell, TimeProvider.System, new PlanTeller(session.Output)).RunAsync(plan, cancellationToken) is { } failure)
        {
            throw new UserException(
                $"This is not prepared: {failure.Reason}. The command was `{failure.Step.Command.OneLine}`, and what it said is above; "
                + "type `evolve prepare` again when it is mended, what is done stays done.");
        }
    }
}
