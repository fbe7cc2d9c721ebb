using Evolve.Scenarios.Catalog;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Tests.Support;

namespace Evolve.Scenarios.Tests.Catalog;

public sealed class ScenarioCatalogTests
{
    private readonly MemoryFiles _files = new MemoryFiles()
        .Add("shipped/tour.md", "---\ntitle: The tour\nduration: 2m\naudience: everybody\n---\n\n# A\n\n---\n\n# B\n\n```sh {.run}\ntrue\n```\n")
        .Add("shipped/evolution.md", "---\ntitle: Evolution\nrequires: [engine, kvm]\n---\n\n<!-- include: evolution/one.md -->\n")
        .Add("shipped/evolution/one.md", "# One\n")
        .Add("shipped/broken.md", "---\ntitle: Broken\n---\n\n# A\n\n```sh {.rum}\ntrue\n```\n")
        .Add("shipped/headless.md", "---\ntilte: Broken\n---\n\n# A\n")
        .Add("shipped/README.md", "# About these scenarios\n")
        .Add("shipped/notes.txt", "---\n");

    [Fact]
    public void It_lists_what_begins_with_front_matter_and_nothing_below() => Assert.Equal(
        ["broken", "evolution", "headless", "tour"],
        new ScenarioCatalog(_files).List("shipped").Select(entry => entry.Name));

    [Fact]
    public void It_tells_what_the_list_shows()
    {
        var tour = Entry("tour");

        Assert.True(tour.IsGood);
        Assert.Equal("The tour", tour.Title);
        Assert.Equal(TimeSpan.FromMinutes(2), tour.Duration);
        Assert.Equal("everybody", tour.Audience);
        Assert.Equal((2, 1), (tour.SlideCount, tour.StepCount));
        Assert.Equal("shipped/tour.md", tour.Path);
    }

    [Fact]
    public void Slides_of_included_files_count()
    {
        var evolution = Entry("evolution");

        Assert.Equal(1, evolution.SlideCount);
        Assert.Equal([Requirement.Engine, Requirement.Kvm], evolution.Requires.ToArray());
    }

    [Fact]
    public void A_broken_one_is_listed_with_its_title_and_its_error()
    {
        var broken = Entry("broken");

        Assert.False(broken.IsGood);
        Assert.Equal("Broken", broken.Title);
        Assert.Equal("shipped/broken.md:7:8", Assert.Single(broken.Errors).Location.ToString());
    }

    [Fact]
    public void One_whose_title_cannot_be_read_is_called_by_its_file() => Assert.Equal("headless", Entry("headless").Title);

    [Fact]
    public void A_folder_that_is_not_there_has_no_scenarios() =>
        Assert.Empty(new ScenarioCatalog(new DiskFileReader()).List("/nowhere/at/all"));

    [Fact]
    public void A_real_folder_is_listed_in_order_of_name()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.WriteAllText(folder + "/b.md", "---\ntitle: B\n---\n# B\n");
        File.WriteAllText(folder + "/a.md", "\uFEFF---\ntitle: A\n---\n# A\n");

        Assert.Equal(["A", "B"], new ScenarioCatalog(new DiskFileReader()).List(folder).Select(entry => entry.Title));
        Directory.Delete(folder, recursive: true);
    }

    private CatalogEntry Entry(string name) => new ScenarioCatalog(_files).List("shipped").Single(entry => entry.Name == name);
}
