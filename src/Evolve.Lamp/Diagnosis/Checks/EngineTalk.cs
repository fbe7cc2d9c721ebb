using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>What several looks ask of the engine, asked once.</summary>
internal sealed class EngineTalk
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lazy<Task<Answer>> _answer;

    internal EngineTalk(DoctorSubject subject)
    {
        Subject = subject;
        _answer = new Lazy<Task<Answer>>(AskAsync);
    }

    internal DoctorSubject Subject { get; }

    /// <summary>Its version and what it says of itself, or what is wrong.</summary>
    internal Task<Answer> AnswerAsync(CancellationToken cancellationToken) => _answer.Value.WaitAsync(cancellationToken);

    /// <summary>What it says of itself; null while there is none.</summary>
    internal async Task<EngineInfo?> InfoAsync(CancellationToken cancellationToken) =>
        (await AnswerAsync(cancellationToken)).Info;

    /// <summary>What a look at the engine's inside finds while there is none.</summary>
    internal static Finding Unknown(string subject) =>
        new(subject, FindingLevel.Warning, "not known while no engine answers");

    private async Task<Answer> AskAsync()
    {
        if (Subject.Engine is not { } engine)
        {
            return new Answer(null, null, Subject.Resolution.Problem);
        }

        try
        {
            if (await engine.PingAsync(Patience) is { } problem)
            {
                return new Answer(null, null, problem);
            }

            return new Answer(await engine.GetVersionAsync(), await engine.GetInfoAsync(), null);
        }
        catch (EngineException e)
        {
            return new Answer(null, null, e.Problem);
        }
    }

    internal sealed record Answer(EngineVersion? Version, EngineInfo? Info, EngineProblem? Problem);
}
