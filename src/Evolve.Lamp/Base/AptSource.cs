namespace Evolve.Lamp.Base;

/// <summary>One enabled source of binary packages.</summary>
internal sealed record AptSource(
    IReadOnlyList<string> Addresses, IReadOnlyList<string> Suites, IReadOnlyList<string> Components, string? SignedBy)
{
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>The one-line format: <c>deb [options] address suite component…</c></summary>
    internal static IEnumerable<AptSource> ReadLines(string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var rest = line.Split('#')[0].Trim();
            if (!rest.StartsWith("deb ", StringComparison.Ordinal) && !rest.StartsWith("deb\t", StringComparison.Ordinal))
            {
                continue;
            }

            rest = rest[4..].TrimStart();
            string? signedBy = null;
            if (rest.StartsWith('[') && rest.IndexOf(']', StringComparison.Ordinal) is var end and > 0)
            {
                signedBy = Words(rest[1..end])
                    .Where(option => option.StartsWith("signed-by=", StringComparison.OrdinalIgnoreCase))
                    .Select(option => option["signed-by=".Length..])
                    .LastOrDefault();
                rest = rest[(end + 1)..];
            }

            var words = Words(rest);
            if (words.Count >= 3)
            {
                yield return new AptSource([words[0]], [words[1]], words[2..], signedBy);
            }
        }
    }

    /// <summary>The deb822 format: stanzas of <c>Field: value</c>, continued by lines that begin with a blank.</summary>
    internal static IEnumerable<AptSource> ReadStanzas(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        string? last = null;
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n').Append(""))
        {
            if (line.StartsWith('#'))
            {
                continue;
            }

            if (line.Trim().Length == 0)
            {
                if (Of(fields) is { } source)
                {
                    yield return source;
                }

                fields.Clear();
                last = null;
            }
            else if (Blanks.Contains(line[0]) && last is not null)
            {
                fields[last] += " " + line.Trim();
            }
            else if (line.Split(':', 2) is [var name, var value])
            {
                last = name.Trim();
                fields[last] = value.Trim();
            }
        }
    }

    private static AptSource? Of(Dictionary<string, string> fields)
    {
        string Field(string name) => fields.GetValueOrDefault(name) ?? "";
        var isEnabled = Field("Enabled").ToLowerInvariant() is not ("no" or "false" or "0" or "off" or "without" or "disable");
        return isEnabled && Words(Field("Types")).Contains("deb")
            ? new AptSource(Words(Field("URIs")), Words(Field("Suites")), Words(Field("Components")), fields.GetValueOrDefault("Signed-By"))
            : null;
    }

    private static List<string> Words(string text) => [.. text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries)];
}
