using Evolve.Player.Tests.Support;
using Evolve.Player.Trusting;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using static Evolve.Player.Tests.Support.Make;

namespace Evolve.Player.Tests.Trusting;

public sealed class TrustSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-trust-").FullName;

    private string File => Path.Combine(_folder, "trust.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_shipped_needs_no_agreement()
    {
        var shipped = Path.Combine(_folder, "scenarios");
        Directory.CreateDirectory(shipped);
        var store = new TrustStore(File, shipped, new DiskFileReader());

        Assert.Empty(store.Untrusted(At(Path.Combine(shipped, "talk.md"))));
        Assert.NotEmpty(store.Untrusted(At(Path.Combine(_folder, "scenarios-of-mine", "talk.md"))));
    }

    [Fact]
    public void A_link_out_of_the_shipped_folder_is_not_shipped()
    {
        var shipped = Path.Combine(_folder, "scenarios");
        Directory.CreateDirectory(shipped);
        System.IO.File.WriteAllText(Path.Combine(_folder, "mine.md"), "");
        System.IO.File.CreateSymbolicLink(Path.Combine(shipped, "talk.md"), Path.Combine(_folder, "mine.md"));

        Assert.NotEmpty(Open().Untrusted(At(Path.Combine(shipped, "talk.md"))));
    }

    [Fact]
    public void Agreement_is_remembered_and_only_what_is_new_is_asked_for()
    {
        var store = Open();
        store.Trust(store.Untrusted(Mine("one", "two")));
        Assert.Empty(store.Untrusted(Mine("two", "one")));

        var again = Open();
        Assert.Null(again.Problem);
        Assert.Equal(["three"], again.Untrusted(Mine("one", "three")).Select(command => command.Script.Text));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(File));
    }

    [Fact]
    public void Checks_solutions_and_undos_need_agreement_too()
    {
        var step = Step("a", StepKind.Run, "one").WithChecks(Check("two")) with { Undo = Script("three"), Solve = Script("four") };
        var scenario = Scenario(Slide("One", new StepStop(step)));

        Assert.Equal(["one", "two", "three", "four"], Open().Untrusted(scenario).Select(command => command.Script.Text));
    }

    [Fact]
    public void Two_that_run_side_by_side_do_not_forget_each_others_agreement()
    {
        var (first, second) = (Open(), Open());
        first.Trust(first.Untrusted(Mine("one")));
        second.Trust(second.Untrusted(Mine("two")));

        Assert.Empty(Open().Untrusted(Mine("one", "two")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"version\": 7, \"commands\": []}")]
    [InlineData("{\"version\": \"x\", \"commands\": []}")]
    [InlineData("{\"version\": 1, \"commands\": [1]}")]
    [InlineData("{\"version\": 1}")]
    public void A_damaged_file_is_told_and_everything_is_asked_for_again(string text)
    {
        System.IO.File.WriteAllText(File, text);
        var store = Open();

        Assert.StartsWith($"{File}, which remembers the commands you agreed to, cannot be read (", store.Problem, StringComparison.Ordinal);
        Assert.EndsWith("): you are asked again.", store.Problem, StringComparison.Ordinal);
        store.Trust(store.Untrusted(Mine("one")));
        Assert.Null(Open().Problem);
    }

    private TrustStore Open() => new(File, Path.Combine(_folder, "scenarios"), new DiskFileReader());

    private static Scenario Mine(params string[] texts) =>
        Scenario(Slide("One", [.. texts.Select((text, i) => Run($"s{i}", text))]));

    private static Scenario At(string path) => Mine("one") with { Path = path, Files = [path] };
}
