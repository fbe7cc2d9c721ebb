using System.Text.RegularExpressions;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>The two guides lead where they say.</summary>
public partial class GuideSpecs
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/README.md")]
    public void Every_link_inside_the_checkout_leads_to_a_file(string guide)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(guide))!;
        Assert.Empty(
            from Match link in RelativeLink().Matches(File.ReadAllText(Repository.PathOf(guide)))
            let target = link.Groups[1].Value
            where !Path.Exists(Path.Combine(folder, target))
            select target);
    }

    [GeneratedRegex(@"(?<!!)\[[^\]]+\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex RelativeLink();
}
