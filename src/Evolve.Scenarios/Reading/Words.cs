namespace Evolve.Scenarios.Reading;

/// <summary>Makes what an author wrote fit into a sentence.</summary>
internal static class Words
{
    private const int Limit = 40;

    /// <summary>The word, or its first forty characters.</summary>
    public static string Shorten(string word) => word.Length > Limit ? word[..Limit] + "…" : word;

    /// <summary>The text with a replacement character for each that could command a terminal.</summary>
    public static string MakeSafe(string text) => string.Concat(text.Select(character => char.IsControl(character) ? '\uFFFD' : character));

    /// <summary><c>`a`, `b`, `c`</c></summary>
    public static string Quote(IEnumerable<string> words) => string.Join(", ", words.Select(word => $"`{word}`"));
}
