using System.Text.RegularExpressions;

namespace Evolve.Scenarios.Includes;

/// <summary>Tells front matter at the wrong place from a slide break.</summary>
internal static partial class HeadLike
{
    /// <summary>True for a line such as <c>title: My talk</c>.</summary>
    public static bool IsKey(ReadOnlySpan<char> line) => Key().IsMatch(line);

    [GeneratedRegex(@"^[a-z]{1,20}:(\s|\z)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Key();
}
