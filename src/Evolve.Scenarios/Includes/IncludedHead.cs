using Evolve.Scenarios.Files;
using Evolve.Scenarios.Heads;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Includes;

/// <summary>Only the root file has front matter.</summary>
internal static class IncludedHead
{
    /// <summary>Tells front matter of an included file, and blanks it so that it makes no further errors.</summary>
    public static SourceText Refuse(SourceText source, Problems problems)
    {
        if (!HeadBlock.BeginsIn(source) || source.LineCount < 2 || !HeadLike.IsKey(source.Line(1)))
        {
            return source;
        }

        problems.Add(source, 0, "An included file has no front matter; remove it, or move it to the root file.");
        return HeadBlock.Find(source)?.Blank(source) ?? source;
    }
}
