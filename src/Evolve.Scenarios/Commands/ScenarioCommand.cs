using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Evolve.Scenarios.Model;

namespace Evolve.Scenarios.Commands;

/// <summary>One block of commands that a scenario may run.</summary>
/// <param name="Purpose">What it is for.</param>
/// <param name="StepId">The step it belongs to.</param>
/// <param name="Script">The commands.</param>
public sealed record ScenarioCommand(CommandPurpose Purpose, string StepId, Script Script)
{
    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of what the shell is given: the shell and the text. Place, purpose and the
    /// step's id are left out, so that moving or renaming a step asks for no new trust.
    /// </summary>
    public string Sha256 { get; } = Hash(Script.Shell == ShellKind.Bash ? "bash" : "sh", Script.Text);

    /// <summary>Each part is preceded by its length, so that no two lists of parts give the same bytes.</summary>
    internal static string Hash(params IEnumerable<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
