using Evolve.Scenarios.Commands;

namespace Evolve.Playing;

/// <summary>The user's agreement, given on the command line, to all commands of a scenario; they are listed first.</summary>
internal static class Agreement
{
    public static void Give(Session session, OpenedScenario opened)
    {
        var untrusted = opened.Trust.Untrusted(opened.Scenario);
        foreach (var command in untrusted)
        {
            session.Output.WriteLine($"agreed to {Describe(command)}:\n{command.Script.Text}");
        }

        try
        {
            opened.Trust.Trust(untrusted);
        }
        catch (IOException exception)
        {
            session.Error.WriteLine($"evolve: Your agreement holds for this run, but cannot be remembered: {exception.Message}");
        }
    }

    private static string Describe(ScenarioCommand command) =>
        command.Purpose == CommandPurpose.Step
            ? command.StepId
            : $"the {command.Purpose.ToString().ToLowerInvariant()} of {command.StepId}";
}
