using System.Formats.Tar;
using System.Text;
using Evolve.Lamp.Scoreboard;

namespace Evolve.Lamp.Tests.Scoreboard;

public sealed class ImageContentsSpecs
{
    private const UnixFileMode Plain = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode Started = Plain | UnixFileMode.UserExecute;

    [Fact]
    public async Task In_a_container_files_are_counted_and_neither_libraries_nor_what_is_empty_can_be_started()
    {
        var contents = await ReadAsync(
            ("usr/sbin/apache2", Started, "ELF"), ("lib/libc.so.6", Started, "ELF"), ("etc/site.conf", Plain, "x"), (".dockerenv", Started, ""));
        Assert.Equal(new ImageContents(3, 1, null, null), contents);
        Assert.Equal([(ScoreMeasure.Files, 3), (ScoreMeasure.Executables, 1)], contents.Figures());
    }

    [Fact]
    public async Task Of_a_guest_the_files_in_its_disks_count_and_not_the_runners()
    {
        var contents = await ReadAsync(
            ("runner", Started, "ELF"),
            ("guest/kernel", Started, "ELF"),
            ("guest/guest.conf", Plain, "# memory = 1M\nmemory  = 96M\nport    = 9000\n"),
            ("guest/figures", Plain, "version 6.12.1\noptions 520\nbytes 11884856\n"),
            ("guest/root.figures", Plain, "files 60\nexecutables 2\n"),
            ("guest/data.figures", Plain, "files 100\nexecutables 0\n"));
        Assert.Equal(new ImageContents(160, 2, 520, 96 << 20), contents);
        Assert.Equal(256 << 20, contents.WithEnvironment(["PATH=/", "RUNNER_MEMORY=256M"]).GuestMemory);
    }

    [Fact]
    public async Task What_a_guests_build_did_not_leave_is_not_known()
    {
        var contents = await ReadAsync(("runner", Started, "ELF"), ("guest/guest.conf", Plain, "port = 80\n"));
        Assert.Equal(new ImageContents(null, null, null, 64 << 20), contents);
        Assert.Equal([(ScoreMeasure.GuestMemory, 64 << 20)], contents.Figures());
    }

    [Fact]
    public async Task An_export_that_breaks_off_is_no_figure()
    {
        using var tar = await TarAsync(("etc/site.conf", Plain, new string('x', 4000)));
        tar.SetLength(1500);
        await Assert.ThrowsAnyAsync<IOException>(() => ImageContents.ReadAsync(tar, CancellationToken.None));
    }

    private static async Task<ImageContents> ReadAsync(params (string Name, UnixFileMode Mode, string Text)[] files)
    {
        using var tar = await TarAsync(files);
        return await ImageContents.ReadAsync(tar, CancellationToken.None);
    }

    private static async Task<MemoryStream> TarAsync(params (string Name, UnixFileMode Mode, string Text)[] files)
    {
        var tar = new MemoryStream();
        await using (var writer = new TarWriter(tar, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach (var (name, mode, text) in files)
            {
                await writer.WriteEntryAsync(new PaxTarEntry(TarEntryType.RegularFile, name) { Mode = mode, DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        tar.Position = 0;
        return tar;
    }
}
