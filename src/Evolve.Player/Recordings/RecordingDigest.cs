using System.Security.Cryptography;
using System.Text;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Recordings;

/// <summary>Says whether a recording is still of the step as it is written now.</summary>
public static class RecordingDigest
{
    /// <summary>A short hash of all that was run and proved when the step was recorded.</summary>
    public static string Of(Step step)
    {
        ArgumentNullException.ThrowIfNull(step);

        // An exercise is recorded by its solution.
        var text = step is { Kind: StepKind.Exercise, Solve: { } solve }
            ? $"{StepDigest.Of(step)}\n{StepDigest.Hash(solve)}"
            : StepDigest.Of(step);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
    }
}
