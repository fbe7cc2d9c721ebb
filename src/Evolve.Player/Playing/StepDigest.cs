using System.Security.Cryptography;
using System.Text;
using Evolve.Scenarios.Commands;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Playing;

/// <summary>Fingerprints of steps by what they do, so that what is known of one outlives an edit of the text around it.</summary>
internal static class StepDigest
{
    /// <summary>Equal for steps that run and prove the same; what is known of a step is worth as long as this is the same.</summary>
    internal static string Of(Step step) => string.Join(
        '\n',
        step.Checks
            .SelectMany(check => new[] { Hash(check.Script), check.Expect?.ToString() ?? "" })
            .Prepend($"{step.Kind} {step.IsBackground} {step.MayFail} {step.Expect}")
            .Prepend(Hash(step.Script)));

    /// <summary>The same in 64 hexadecimal digits, to be kept in a file.</summary>
    internal static string Short(Step step) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Of(step))));

    /// <summary>The hash by which a command is trusted.</summary>
    internal static string Hash(Script script) => new ScenarioCommand(CommandPurpose.Step, "", script).Sha256;
}
