using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Evolve.Scenarios.Steps;

/// <summary>Ids for steps that have none.</summary>
internal static class StepId
{
    private const int SlugLimit = 24;

    /// <summary>
    /// The slide's title and four digits of the commands' hash, such as <c>build-the-image-3f2a</c>: it stays while
    /// other slides are edited, and changes with the commands, so that a done step is never taken for another.
    /// </summary>
    /// <param name="fence">The step.</param>
    /// <param name="taken">Ids in use.</param>
    public static string Derive<T>(StepFence fence, IReadOnlyDictionary<string, T> taken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fence.Text)))[..4];
        var stem = $"{Slug(fence.SlideTitle)}-{hash}";
        var id = stem;
        for (var number = 2; taken.ContainsKey(id); number++)
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{stem}-{number}");
        }

        return id;
    }

    private static string Slug(string title)
    {
        var slug = new StringBuilder();
        foreach (var character in title.ToLowerInvariant())
        {
            if (slug.Length >= SlugLimit)
            {
                break;
            }

            if (char.IsAsciiLetterLower(character) || (char.IsAsciiDigit(character) && slug.Length > 0))
            {
                slug.Append(character);
            }
            else if (slug.Length > 0 && slug[^1] != '-')
            {
                slug.Append('-');
            }
        }

        var text = slug.ToString().TrimEnd('-');
        return text.Length > 0 ? text : "step";
    }
}
