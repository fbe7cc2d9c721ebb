using System.Runtime.CompilerServices;
using Evolve.Scenarios.Reading;
using Evolve.Scenarios.Tests.Support;

namespace Evolve.Scenarios.Tests.Errors;

/// <summary>
/// The examples in the Markdown files of this folder: under each <c>##</c> a block of tildes with a broken scenario,
/// after <c>%%% path</c> a file that it includes, and after <c>%%% errors</c> exactly what is told.
/// </summary>
public sealed class ErrorSpecTests
{
    private const string Fence = "~~~~~~";
    private const string Mark = "%%% ";

    public static TheoryData<string, string> Examples()
    {
        var data = new TheoryData<string, string>();
        foreach (var path in Directory.GetFiles(Folder(), "*.md").Order(StringComparer.Ordinal))
        {
            foreach (var (title, text) in Parse(File.ReadAllLines(path)))
            {
                data.Add($"{Path.GetFileNameWithoutExtension(path)}: {title}", text);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_mistake_is_told_in_a_sentence(string title, string example)
    {
        Assert.NotEmpty(title);
        var files = new MemoryFiles();
        var expected = "";
        const string Root = "talk.md";
        foreach (var part in $"\n{Mark}{Root}\n{example}".Split("\n" + Mark).Skip(1))
        {
            var (name, text) = Cut(part);
            if (name == "errors")
            {
                expected = text;
            }
            else
            {
                files.Add(name, text + "\n");
            }
        }

        var errors = new ScenarioReader(files).Read(Root).Errors;

        Assert.Equal(expected, string.Join('\n', errors));
    }

    [Fact]
    public void There_are_many_examples() => Assert.True(Examples().Count >= 80, $"only {Examples().Count}");

    private static (string Name, string Text) Cut(string part)
    {
        var end = part.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? (part, "") : (part[..end], part[(end + 1)..]);
    }

    private static IEnumerable<(string Title, string Text)> Parse(string[] lines)
    {
        var title = "";
        List<string>? example = null;
        foreach (var line in lines)
        {
            if (line.StartsWith(Fence, StringComparison.Ordinal))
            {
                if (example is not null)
                {
                    yield return (title, string.Join('\n', example));
                }

                example = example is null ? [] : null;
            }
            else if (example is not null)
            {
                example.Add(line);
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                title = line[3..];
            }
        }
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
