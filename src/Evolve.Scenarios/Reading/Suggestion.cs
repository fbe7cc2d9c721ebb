namespace Evolve.Scenarios.Reading;

/// <summary>Guesses which known word was meant.</summary>
public static class Suggestion
{
    /// <summary>Longer than any word of the format; nothing longer is a slip of the finger.</summary>
    private const int LengthLimit = 40;

    /// <summary><c> Did you mean `word`?</c> when one of <paramref name="known"/> is near, else an empty text.</summary>
    public static string For(string word, IEnumerable<string> known, string prefix = "", string suffix = "") =>
        Nearest(word, known) is { } nearest ? $" Did you mean `{prefix}{nearest}{suffix}`?" : "";

    /// <summary>The nearest known word, when it has three letters or more and at most a third differ, or null.</summary>
    public static string? Nearest(string word, IEnumerable<string> known)
    {
        if (word.Length > LengthLimit)
        {
            return null;
        }

        var lower = word.ToLowerInvariant();
        return known
            .Select(candidate => (Candidate: candidate, Distance: Distance(lower, candidate)))
            .Where(pair => pair.Candidate.Length > 2 && pair.Distance <= Math.Max(1, pair.Candidate.Length / 3))
            .OrderBy(pair => pair.Distance)
            .Select(pair => pair.Candidate)
            .FirstOrDefault();
    }

    /// <summary>How many letters must be changed, added, removed or swapped with their neighbour (restricted Damerau-Levenshtein).</summary>
    public static int Distance(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    best = Math.Min(best, table[i - 2, j - 2] + 1);
                }

                table[i, j] = best;
            }
        }

        return table[left.Length, right.Length];
    }
}
