using System.Buffers.Binary;
using System.Formats.Tar;
using Evolve.EndToEnd.Site;
using Xunit;

namespace Evolve.EndToEnd.Guests;

/// <summary>What is inside the small images: one program, what it needs, and nothing to type commands with.</summary>
[Collection(OneDeployment.Name)]
public sealed class ContentSpecs(LampFixture lamp) : IClassFixture<GuestImages>
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    // What a new volume begins with; in a guest it is a disk of its own.
    private const string Data = "var/lib/mysql/";

    [Theory]
    [InlineData("web", "usr/sbin/apache2")]
    [InlineData("php", "usr/sbin/php-fpm8.4")]
    [InlineData("db", "usr/sbin/mariadbd")]
    public async Task The_only_files_that_can_be_started_are_the_program_and_what_starts_it(string tier, string program)
    {
        _ = lamp;
        var files = await FilesAsync($"evolve/{tier}:container-slim");
        var started = files.Where(file => (file.Value.Mode & AnyExecute) != 0 && !file.Key.Contains(".so", StringComparison.Ordinal));
        Assert.Equal(["init", program], started.Select(file => file.Key).Order(StringComparer.Ordinal));
        Assert.Contains(files.Keys, name => name.EndsWith("/libgcc_s.so.1", StringComparison.Ordinal));

        // Nothing of the package manager, the manuals or other people's software either.
        Assert.DoesNotContain(files.Keys, name => name.Contains("dpkg", StringComparison.Ordinal) || name.StartsWith("usr/share/doc", StringComparison.Ordinal));
        Assert.InRange(files.Keys.Count(name => !name.StartsWith(Data, StringComparison.Ordinal)), 20, 120);
    }

    [Theory]
    [InlineData("web", "config digests figures guest.conf kernel root root.figures")]
    [InlineData("php", "config digests figures guest.conf kernel root root.figures")]
    [InlineData("db", "config data data.figures figures guest.conf kernel root root.figures")]
    public async Task A_guests_image_adds_a_kernel_and_disks_to_the_runner(string tier, string names)
    {
        var guest = await FilesAsync($"evolve/{tier}:linux-unikernel");
        var runner = await FilesAsync("evolve/runner");
        Assert.Equal(
            names.Split(' ').Select(name => $"guest/{name}"),
            guest.Keys.Except(runner.Keys).Order(StringComparer.Ordinal));

        // The root file system is made from container-slim alone: it is about as large.
        var slim = (await FilesAsync($"evolve/{tier}:container-slim"))
            .Where(file => !file.Key.StartsWith(Data, StringComparison.Ordinal)).Sum(file => file.Value.Length);
        Assert.InRange(guest["guest/root"].Length, slim * 0.9, slim * 1.2);
    }

    /// <summary>PHP takes a file of the year 1970 for one that it cannot ask about, and compiles it anew for every request.</summary>
    /// <remarks>The time that files without one of their own have stands in the superblock: erofs_fs.h of Linux, build_time.</remarks>
    [Theory]
    [InlineData("web")]
    [InlineData("php")]
    [InlineData("db")]
    public async Task The_files_of_a_guest_have_a_time(string tier)
    {
        const int superblock = 1024, buildTime = 24;
        var path = Path.GetTempFileName();
        var container = await LampFixture.DockerAsync("create", "--label", GuestImages.Label, $"evolve/{tier}:linux-unikernel", "nothing");
        try
        {
            await LampFixture.DockerAsync("cp", $"{container}:/guest/root", path);
            var bytes = await File.ReadAllBytesAsync(path);
            Assert.Equal(0xE0F5E1E2, BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(superblock)));
            var time = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64LittleEndian(bytes.AsSpan(superblock + buildTime)));
            Assert.InRange(time.Year, 2000, DateTimeOffset.UtcNow.Year);
        }
        finally
        {
            await LampFixture.DockerAsync("rm", container);
            File.Delete(path);
        }
    }

    private static async Task<Dictionary<string, (long Length, UnixFileMode Mode)>> FilesAsync(string image)
    {
        var container = await LampFixture.DockerAsync("create", "--label", GuestImages.Label, image, "nothing");
        using var export = LampFixture.Start("docker", "export", container);
        var error = export.StandardError.ReadToEndAsync();
        var files = new Dictionary<string, (long, UnixFileMode)>();
        await using (var reader = new TarReader(export.StandardOutput.BaseStream))
        {
            while (await reader.GetNextEntryAsync() is { } entry)
            {
                // What Docker itself puts into a container is empty.
                if (entry.EntryType is TarEntryType.RegularFile && entry.Length > 0)
                {
                    files[entry.Name] = (entry.Length, entry.Mode);
                }
            }
        }

        await export.WaitForExitAsync();
        Assert.True(export.ExitCode == 0, await error);
        await LampFixture.DockerAsync("rm", container);
        return files;
    }
}
