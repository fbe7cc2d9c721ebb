using System.Formats.Tar;
using System.IO.Compression;
using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Diagnosis;

public sealed class DoctorBundleSpecs
{
    private static readonly BundleMask Mask = new(["s3cret", "s3cret-longer"], "/home/al", "al", "desk");

    [Theory]
    [InlineData("password=s3cret.", "password=[secret].")]
    [InlineData("s3cret-longer", "[secret]")]
    [InlineData("/home/al/talk and /home/alan", "~/talk and /home/alan")]
    [InlineData("al@desk also walks, Desk.local", "[user]@[host] also walks, [host].local")]
    public void What_is_secret_or_personal_is_masked(string text, string expected) => Assert.Equal(expected, Mask.Apply(text));

    [Fact]
    public void Root_is_no_personal_name() =>
        Assert.Equal("Docker root dir", new BundleMask([], "/root", "root", null).Apply("Docker root dir"));

    [Fact]
    public async Task A_bundle_holds_the_masked_texts_for_its_owner_alone()
    {
        using var folder = new TemporaryFolder();
        var path = folder["report.tar.gz"];
        await new DoctorBundle(Mask).WriteAsync(path, new Dictionary<string, string> { ["log.txt"] = "key s3cret", ["a/b.txt"] = "fine" });
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal([("a/b.txt", "fine"), ("log.txt", "key [secret]")], await ReadAsync(path));
        Assert.Single(Directory.EnumerateFiles(folder.Path));
    }

    [Fact]
    public async Task A_bundle_that_cannot_be_written_leaves_nothing()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["taken"]);
        await Assert.ThrowsAnyAsync<Exception>(() => new DoctorBundle(Mask).WriteAsync(folder["taken"], new Dictionary<string, string> { ["x"] = "y" }));
        Assert.Empty(Directory.EnumerateFiles(folder.Path));
    }

    private static async Task<List<(string Name, string Text)>> ReadAsync(string path)
    {
        var entries = new List<(string, string)>();
        await using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        await using var tar = new TarReader(gzip);
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            using var reader = new StreamReader(entry.DataStream!);
            entries.Add((entry.Name, await reader.ReadToEndAsync()));
        }

        return entries;
    }
}
