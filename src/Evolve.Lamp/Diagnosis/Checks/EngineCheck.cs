using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Diagnosis.Checks;

/// <summary>Whether the engine answers, and which it is.</summary>
internal sealed class EngineCheck(EngineTalk talk) : IDoctorCheck
{
    public string Subject => "engine";

    public async Task<Finding> LookAsync(CancellationToken cancellationToken)
    {
        var answer = await talk.AnswerAsync(cancellationToken);
        if (answer is not { Version: { } version, Info: { } info })
        {
            return new Finding(Subject, FindingLevel.Problem, answer.Problem!.Sentence, answer.Problem.Remedy);
        }

        var endpoint = talk.Subject.Resolution.Endpoint!;
        var place = endpoint.Origin switch
        {
            EndpointOrigin.Context => $"context {Machine.SafeText.Of(endpoint.Context, 30)}",
            EndpointOrigin.Variable => "DOCKER_HOST",
            _ => "default socket",
        };
        var rootless = info.IsRootless ? ", rootless" : "";
        return new Finding(
            Subject,
            FindingLevel.Good,
            $"Docker {Machine.SafeText.Of(version.Server, 40)}, API {version.ApiNewest} (we speak {version.ApiSpoken}), {place}{rootless}");
    }
}
