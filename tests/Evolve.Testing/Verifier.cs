using System.Runtime.CompilerServices;
using DiffEngine;
using Xunit.Sdk;

namespace Evolve.Testing;

/// <summary>
/// Snapshots by the conventions and with the call shape of Verify.Xunit, whose own dependency is not published where
/// this project is built; the package takes this class's place, unchanged tests included, as soon as it restores.
/// </summary>
public static class Verifier
{
    /// <summary>
    /// Compares <paramref name="text"/> to <c>Type.Method[.name].verified.txt</c> beside the test. A difference, or a
    /// missing file, fails the test and leaves <c>.received.txt</c> to be looked at and, when it is right, renamed.
    /// </summary>
    public static async Task Verify(
        string text,
        string? name = null,
        [CallerFilePath] string file = "",
        [CallerMemberName] string method = "")
    {
        var type = Path.GetFileNameWithoutExtension(file);
        var stem = Path.Combine(Path.GetDirectoryName(file)!, name is null ? $"{type}.{method}" : $"{type}.{method}.{name}");
        var verified = stem + ".verified.txt";
        var received = stem + ".received.txt";
        var actual = Normalise(text);
        var expected = File.Exists(verified) ? Normalise(await File.ReadAllTextAsync(verified)) : null;
        if (expected == actual)
        {
            File.Delete(received);
            return;
        }

        await File.WriteAllTextAsync(received, actual);
        await DiffRunner.LaunchForTextAsync(received, verified);
        throw new XunitException(
            expected is null
                ? $"There is no approved snapshot {verified}; look at {received} and rename it when it is right."
                : $"The snapshot differs: compare {received} with {verified}.\n{FirstDifference(expected, actual)}");
    }

    private static string Normalise(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n');

    private static string FirstDifference(string expected, string actual)
    {
        var left = expected.Split('\n');
        var right = actual.Split('\n');
        var line = Enumerable.Range(0, Math.Max(left.Length, right.Length))
            .First(i => left.ElementAtOrDefault(i) != right.ElementAtOrDefault(i));
        return $"line {line + 1}\nexpected: {left.ElementAtOrDefault(line)}\nactual:   {right.ElementAtOrDefault(line)}";
    }
}
