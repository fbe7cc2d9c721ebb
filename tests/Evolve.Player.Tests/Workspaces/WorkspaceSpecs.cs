using Evolve.Player.Workspaces;

namespace Evolve.Player.Tests.Workspaces;

public sealed class WorkspaceSpecs : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-workspace-").FullName;

    public WorkspaceSpecs()
    {
        Write("assets/site/index.php", "<?php");
        Write("assets/php/container/Dockerfile", "FROM debian:trixie-slim");
        Write("assets/runner/run.sh", "#!/bin/sh");
        File.SetUnixFileMode(Original("assets/runner/run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void It_holds_the_assets_and_runs_with_its_own_file_for_variables()
    {
        using var workspace = Open();
        Assert.Equal("<?php", Read(workspace, "assets/site/index.php"));
        Assert.True(File.GetUnixFileMode(Copy(workspace, "assets/runner/run.sh")).HasFlag(UnixFileMode.UserExecute));

        var environment = workspace.CreateEnvironment(new Dictionary<string, string> { ["EVOLVE_PORT"] = "8080" });
        Assert.Equal(workspace.Path, environment.WorkingDirectory);
        Assert.Equal("8080", environment.Variables["EVOLVE_PORT"]);
        Assert.Equal("", File.ReadAllText(environment.File!));
        workspace.Dispose();
        Assert.False(File.Exists(environment.File));
    }

    [Fact]
    public void Nothing_is_written_when_nothing_has_changed()
    {
        using var first = Open();
        var before = new FileInfo(Copy(first, "assets/site/index.php"));
        var inode = Inode(before.FullName);
        using var second = Open();

        Assert.Equal(inode, Inode(before.FullName));
        Assert.Empty(second.FindChanges());
    }

    [Fact]
    public void A_new_version_of_an_asset_arrives_and_one_that_is_gone_goes()
    {
        using var first = Open();
        Write("assets/site/index.php", "<?php // better");
        File.Delete(Original("assets/php/container/Dockerfile"));
        Write("assets/new", "");
        using var second = Open();

        Assert.Equal("<?php // better", Read(second, "assets/site/index.php"));
        Assert.False(File.Exists(Copy(second, "assets/php/container/Dockerfile")));
        Assert.True(File.Exists(Copy(second, "assets/new")));
        Assert.Empty(second.FindChanges());
    }

    [Fact]
    public void What_somebody_changed_stays_until_it_is_reset()
    {
        using var first = Open();
        File.WriteAllText(Copy(first, "assets/site/index.php"), "broken");
        File.WriteAllText(Copy(first, "mine.txt"), "mine");
        File.Delete(Copy(first, "assets/runner/run.sh"));
        Write("assets/site/index.php", "<?php // newer");
        using var second = Open();

        Assert.Equal("broken", Read(second, "assets/site/index.php"));
        Assert.Equal(
            [
                new("assets/runner/run.sh", WorkspaceChangeKind.Deleted),
                new("assets/site/index.php", WorkspaceChangeKind.Modified),
                new WorkspaceChange("mine.txt", WorkspaceChangeKind.Added),
            ],
            second.FindChanges().AsEnumerable());

        Assert.Equal(3, second.Reset().Length);
        Assert.Equal("<?php // newer", Read(second, "assets/site/index.php"));
        Assert.True(File.Exists(Copy(second, "assets/runner/run.sh")));
        Assert.False(File.Exists(Copy(second, "mine.txt")));
        Assert.Empty(second.FindChanges());
    }

    [Fact]
    public void It_can_be_reset_however_badly_it_was_broken()
    {
        using var workspace = Open();
        Directory.Delete(Copy(workspace, "assets/site"), recursive: true);
        File.WriteAllText(Copy(workspace, "assets/site"), "a file now");
        File.Delete(Copy(workspace, "assets/runner/run.sh"));
        Directory.CreateDirectory(Copy(workspace, "assets/runner/run.sh/deep/deeper"));
        Directory.CreateSymbolicLink(Copy(workspace, "out"), "/etc");
        File.CreateSymbolicLink(Copy(workspace, "dangling"), "/nowhere/at/all");
        workspace.Reset();

        Assert.Equal("<?php", Read(workspace, "assets/site/index.php"));
        Assert.Equal("#!/bin/sh", Read(workspace, "assets/runner/run.sh"));
        Assert.Equal(["assets"], Directory.GetFileSystemEntries(workspace.Path).Select(Path.GetFileName));
        Assert.True(Directory.Exists("/etc"));
    }

    [Fact]
    public void A_damaged_manifest_costs_nothing_but_time()
    {
        using var first = Open();
        File.WriteAllText(first.Path + ".manifest", "nonsense\n1 2\nx y z\n");
        using var second = Open();

        Assert.Empty(second.FindChanges());
        Assert.Equal("<?php", Read(second, "assets/site/index.php"));
    }

    [Fact]
    public void A_scenario_of_ones_own_brings_its_folder()
    {
        Write("mine/talk.md", "# Talk");
        Write("mine/assets/site/index.php", "my own");
        Write("mine/.git/config", "x");
        File.CreateSymbolicLink(Path.Combine(_folder, "mine/linked"), Original("assets/runner/run.sh"));
        Directory.CreateSymbolicLink(Path.Combine(_folder, "mine/etc"), "/etc");
        using var workspace = Workspace.Open(Path.Combine(_folder, "state"), Path.Combine(_folder, "assets"), Path.Combine(_folder, "mine"));

        Assert.Equal("# Talk", Read(workspace, "talk.md"));
        Assert.Equal("my own", Read(workspace, "assets/site/index.php"));
        Assert.Equal("FROM debian:trixie-slim", Read(workspace, "assets/php/container/Dockerfile"));
        Assert.Null(new FileInfo(Copy(workspace, "linked")).LinkTarget);
        Assert.False(Path.Exists(Copy(workspace, "etc")));
        Assert.False(Path.Exists(Copy(workspace, ".git")));
        Assert.Empty(workspace.FindChanges());

        using var shipped = Open();
        Assert.NotEqual(shipped.Path, workspace.Path);
    }

    [Fact]
    public void A_folder_that_is_too_large_is_refused_with_a_sentence()
    {
        Write("mine/talk.md", "# Talk");
        using (var huge = File.Create(Path.Combine(_folder, "mine/huge")))
        {
            huge.SetLength(300L * 1024 * 1024);
        }

        var exception = Assert.Throws<WorkspaceException>(() =>
            Workspace.Open(Path.Combine(_folder, "state"), Path.Combine(_folder, "assets"), Path.Combine(_folder, "mine")));
        Assert.EndsWith("put the scenario into a folder of its own.", exception.Message, StringComparison.Ordinal);
    }

    private Workspace Open() => Workspace.Open(Path.Combine(_folder, "state"), Path.Combine(_folder, "assets"), null);

    private void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Original(path))!);
        File.WriteAllText(Original(path), text);
    }

    private string Original(string path) => Path.Combine(_folder, path);

    private static string Copy(Workspace workspace, string path) => Path.Combine(workspace.Path, path);

    private static string Read(Workspace workspace, string path) => File.ReadAllText(Copy(workspace, path));

    private static string Inode(string path)
    {
        using var stat = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("stat", ["-c", "%i %Z", path]) { RedirectStandardOutput = true })!;
        return stat.StandardOutput.ReadToEnd();
    }
}
