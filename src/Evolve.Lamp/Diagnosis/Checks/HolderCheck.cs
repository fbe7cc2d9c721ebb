using Evolve.Lamp.Deployment;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Who holds the engine's deployment.</summary>
internal sealed class HolderCheck(EngineTalk talk, TimeProvider time) : IDoctorCheck
{
    public string Subject => "deployment";

    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        if (await talk.InfoAsync(cancellationToken) is not { } info)
        {
            return EngineTalk.Unknown(Subject);
        }

        return await HolderInfo.AskAsync(info.Id, time, cancellationToken) switch
        {
            null => new Finding(Subject, FindingLevel.Good, "free"),
            { ProcessId: var process } when process == Environment.ProcessId => new Finding(Subject, FindingLevel.Good, "held by us"),
            var holder => new Finding(Subject, FindingLevel.Problem, holder.Sentence, "Quit that one first; this one touches nothing."),
        };
    }
}
