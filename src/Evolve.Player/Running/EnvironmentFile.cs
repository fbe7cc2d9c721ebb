using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace Evolve.Player.Running;

/// <summary>Reads what steps wrote to <c>$EVOLVE_ENV</c> for the steps after them.</summary>
internal static partial class EnvironmentFile
{
    /// <summary>What is read at most, in bytes.</summary>
    private const int Limit = 64 * 1024;

    /// <summary>
    /// The variables, the last line of a name winning, and a sentence for each line that does not count. Not to be set
    /// are names that decide what runs and against which engine: a step may inform later ones, not redirect them.
    /// </summary>
    internal static (ImmutableDictionary<string, string> Variables, ImmutableArray<string> Remarks) Read(string? path)
    {
        var variables = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var remarks = ImmutableArray.CreateBuilder<string>();
        if (path is null || !File.Exists(path))
        {
            return (variables.ToImmutable(), []);
        }

        string text;
        try
        {
            text = ReadText(path, remarks);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (variables.ToImmutable(), [$"The variables in {path} cannot be read: {exception.Message}"]);
        }

        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Length == 0)
            {
                continue;
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            var name = equals < 0 ? line : line[..equals];
            if (equals < 0 || !ValidName.IsMatch(name) || line.Any(char.IsControl))
            {
                remarks.Add($"Line {number} of $EVOLVE_ENV is not NAME=value and is ignored: “{Shorten(line)}”.");
            }
            else if (IsReserved(name))
            {
                remarks.Add($"Line {number} of $EVOLVE_ENV sets {name}, which a step may not change; it is ignored.");
            }
            else
            {
                variables[name] = line[(equals + 1)..];
            }
        }

        return (variables.ToImmutable(), remarks.ToImmutable());
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.CultureInvariant)]
    private static partial Regex ValidName { get; }

    private static bool IsReserved(string name) =>
        name is "PATH" or "HOME" or "SHELL" or "TERM" or "IFS" or "ENV" or "BASH_ENV" or "SHELLOPTS" or "BASHOPTS"
        || name.StartsWith("DOCKER_", StringComparison.Ordinal)
        || name.StartsWith("EVOLVE_", StringComparison.Ordinal)
        || name.StartsWith("LD_", StringComparison.Ordinal);

    private static string ReadText(string path, ImmutableArray<string>.Builder remarks)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[Limit];
        var count = stream.ReadAtLeast(bytes, Limit, throwOnEndOfStream: false);
        if (stream.Length > Limit)
        {
            remarks.Add($"$EVOLVE_ENV is longer than {Limit / 1024} KiB; the rest is ignored.");
        }

        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    private static string Shorten(string line)
    {
        var safe = Panes.PaneText.Safe(line);
        return safe.Length <= 60 ? safe : safe[..59] + "…";
    }
}
