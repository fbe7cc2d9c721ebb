using System.Collections.Immutable;
using System.Text;
using CsCheck;
using Evolve.Player.Progress;

namespace Evolve.Player.Tests.Progress;

/// <summary>What is kept of a talk, and what becomes of a file that is not what was written.</summary>
public sealed class ProgressFileSpecs : IDisposable
{
    private static readonly SavedProgress Some = new()
    {
        SlideIndex = 16,
        SlideTitle = "The PHP tier",
        Steps =
        [
            new("build-php", new string('a', 64), SavedStatus.Done)
            {
                At = new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero),
                RunTime = TimeSpan.FromMilliseconds(1234),
                UndoTime = TimeSpan.FromMilliseconds(56),
            },
            new("run-php", new string('b', 64), SavedStatus.Begun),
            new("sign", new string('c', 64), SavedStatus.Skipped),
            new("look", new string('d', 64), SavedStatus.Untouched) { RunTime = TimeSpan.FromSeconds(2) },
        ],
        Exercises = [new("sign", 2) { Began = new(2026, 5, 1, 9, 5, 0, TimeSpan.Zero), Ended = new(2026, 5, 1, 9, 9, 0, TimeSpan.Zero) }, new("write", 0)],
        Answers = [new("why", [2, 0]), new("shown", [])],
        Variables = ImmutableSortedDictionary<string, string>.Empty.Add("SHIP", "127.0.0.1:32768/evolve"),
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-progress-").FullName;

    private ProgressFile File => ProgressFile.For(Path.Combine(_folder, "progress"), "/talks/talk.md", null);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_was_kept_is_read_again()
    {
        File.Write(Some);
        AssertSame(Some, File.Read());
    }

    [Fact]
    public void Where_nothing_was_kept_nothing_is_read_and_nothing_is_wrong()
    {
        var file = File;
        Assert.Null(file.Read());
        Assert.Null(file.Problem);
    }

    [Fact]
    public void Only_its_owner_may_read_it()
    {
        File.Write(Some);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File.Path));
    }

    [Fact]
    public void Every_scenario_has_a_file_of_its_own_and_a_shipped_one_keeps_it_when_the_checkout_moves()
    {
        var one = ProgressFile.For("/state", "/home/a/scenarios/evolution.md", "/home/a/scenarios");
        var moved = ProgressFile.For("/state", "/srv/b/scenarios/evolution.md", "/srv/b/scenarios");
        var other = ProgressFile.For("/state", "/home/a/scenarios/evolution.md", null);
        Assert.Equal(one.Path, moved.Path);
        Assert.NotEqual(one.Path, other.Path);
        Assert.NotEqual(other.Path, ProgressFile.For("/state", "/home/b/scenarios/evolution.md", null).Path);
    }

    [Fact]
    public void A_file_that_ends_anywhere_is_put_aside_with_a_sentence_and_lost_by_nobody()
    {
        File.Write(Some);
        var whole = System.IO.File.ReadAllBytes(File.Path);
        Gen.Int[0, whole.Length - 3].Sample(
            length =>
            {
                System.IO.File.WriteAllBytes(File.Path, whole[..length]);
                AssertPutAside(whole[..length]);
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void Whatever_bytes_are_in_it_nothing_crashes()
    {
        File.Write(Some);
        var whole = System.IO.File.ReadAllBytes(File.Path);
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 8].Sample(
            changes =>
            {
                var bytes = whole.ToArray();
                foreach (var (place, value) in changes)
                {
                    bytes[place] = value;
                }

                System.IO.File.WriteAllBytes(File.Path, bytes);
                var file = File;
                Assert.True(file.Read() is not null ^ file.Problem is not null);
            },
            iter: 2000,
            threads: 1);
    }

    [Theory]
    [InlineData("""{"version": 2, "slide": 0, "title": "", "steps": [], "variables": {}}""", "written by another version")]
    [InlineData("""{"version": 1, "slide": -1, "title": "", "steps": [], "variables": {}}""", "its slide is negative")]
    [InlineData("""{"version": 1, "slide": 0, "title": "", "steps": [{"id": "a", "digest": "x", "status": "done"}], "variables": {}}""", "a digest is none")]
    [InlineData("""{"version": 1, "slide": 0, "title": "", "steps": [], "variables": {"A": "b\nPATH=/evil"}}""", "not a line")]
    [InlineData("""[[[[[[[[[[[[1]]]]]]]]]]]]""", "depth")]
    [InlineData("", "")]
    public void A_hostile_file_says_what_is_wrong_with_it(string text, string why)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File.Path)!);
        System.IO.File.WriteAllText(File.Path, text);
        Assert.Contains(why, AssertPutAside(Encoding.UTF8.GetBytes(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_any_size_is_not_read_into_memory()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(File.Path)!);
        using (var stream = System.IO.File.Create(File.Path))
        {
            stream.SetLength(1L << 40);
        }

        var file = File;
        Assert.Null(file.Read());
        Assert.Contains("larger than 8 MB", file.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void What_can_be_neither_read_nor_put_aside_is_not_written_over()
    {
        // A folder in its place stands for a file of somebody else: root may read everything.
        Directory.CreateDirectory(File.Path);
        var file = File;
        Assert.Null(file.Read());
        Assert.Contains("cannot be read", file.Problem, StringComparison.Ordinal);
        Assert.Throws<IOException>(() => file.Write(Some));
        Assert.True(Directory.Exists(file.Path));
    }

    [Fact]
    public void What_a_killed_writer_left_goes_and_what_it_had_kept_before_stays()
    {
        File.Write(Some);
        var unfinished = $"{File.Path}.4194999.0123456789abcdef";
        System.IO.File.WriteAllText(unfinished, "{\"version\"");
        AssertSame(Some, File.Read());
        Assert.False(System.IO.File.Exists(unfinished));
    }

    private string AssertPutAside(byte[] content)
    {
        var file = File;
        Assert.Null(file.Read());
        Assert.False(System.IO.File.Exists(file.Path));
        var aside = Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file.Path)!));
        Assert.Equal(content, System.IO.File.ReadAllBytes(aside));
        Assert.Contains(aside, file.Problem, StringComparison.Ordinal);
        System.IO.File.Delete(aside);
        return file.Problem!;
    }

    private static void AssertSame(SavedProgress expected, SavedProgress? found)
    {
        Assert.NotNull(found);
        Assert.Equal((expected.SlideIndex, expected.SlideTitle), (found.SlideIndex, found.SlideTitle));
        Assert.Equal(expected.Steps.AsEnumerable(), found.Steps.AsEnumerable());
        Assert.Equal(expected.Exercises.AsEnumerable(), found.Exercises.AsEnumerable());
        Assert.Equal(expected.Answers.Select(answer => answer.Id), found.Answers.Select(answer => answer.Id));
        Assert.All(expected.Answers.Zip(found.Answers), pair => Assert.Equal(pair.First.Picked.AsEnumerable(), pair.Second.Picked.AsEnumerable()));
        Assert.Equal(expected.Variables.AsEnumerable(), found.Variables.AsEnumerable());
    }
}
