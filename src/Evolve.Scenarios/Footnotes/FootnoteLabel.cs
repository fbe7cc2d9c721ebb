namespace Evolve.Scenarios.Footnotes;

/// <summary>The grammar of <c>[^label]</c>.</summary>
internal static class FootnoteLabel
{
    /// <summary>The label at the start of <paramref name="text"/>, or null: no white space, no brackets, not empty.</summary>
    public static string? Match(ReadOnlySpan<char> text)
    {
        if (text is not ['[', '^', .. var rest])
        {
            return null;
        }

        for (var i = 0; i < rest.Length; i++)
        {
            if (rest[i] == ']')
            {
                return i == 0 ? null : rest[..i].ToString();
            }

            if (rest[i] == '[' || char.IsWhiteSpace(rest[i]))
            {
                return null;
            }
        }

        return null;
    }
}
