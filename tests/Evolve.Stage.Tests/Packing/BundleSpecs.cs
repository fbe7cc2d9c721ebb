using System.Collections.Immutable;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using Evolve.Lamp.Shipping;
using Evolve.Stage.Packing;

namespace Evolve.Stage.Tests.Packing;

public sealed class BundleSpecs : IDisposable
{
    /// <summary>Small, so that two are made of little; the two files together take less.</summary>
    private const int PartBytes = 16 * 1024;

    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-bundle-").FullName;
    private readonly FakeImages _images = new(FakeImages.Noise(PartBytes + 3000));
    private readonly List<string> _told = [];

    private string Bundle => Path.Combine(_folder, "room.evolve");

    private string Room => Path.Combine(_folder, "room");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_packed_is_there_after_unpacking()
    {
        var packed = await PackAsync();
        var unpacked = await UnpackAsync();
        Assert.Equal(packed.ToJson(), unpacked.ToJson());
        Assert.Equal("#!/bin/sh\n", File.ReadAllText(Path.Combine(Room, "run.sh")));
        Assert.True(File.GetUnixFileMode(Path.Combine(Room, "run.sh")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal("text", File.ReadAllText(Path.Combine(Room, "assets/a/b.txt")));
        Assert.False(File.GetUnixFileMode(Path.Combine(Room, "assets/a/b.txt")).HasFlag(UnixFileMode.UserExecute));
        Assert.Equal(["base", "sha256:parent", "sha256:stage", "web"], _images.Asked.Order(StringComparer.Ordinal));
        Assert.Equal(_images.Archive, _images.Loaded);
        Assert.False(Directory.Exists(Path.Combine(Room, ".evolve-parts")));
        Assert.Equal(["images.000", "images.001"], packed.Parts.Select(part => part.Name).Where(name => name.StartsWith("images", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_cannot_be_compressed_fills_whole_parts_and_comes_back()
    {
        var images = new FakeImages(FakeImages.Noise(BundleManifest.PartBytes + 5));
        await new Packer(images, new Told(_ => { })).PackAsync(Bundle, [PackedFile.Script("run.sh", "#!/bin/sh\n")], Manifest(), []);
        await new Unpacker(images, "x64", new Told(_ => { })).UnpackAsync(Bundle, Room);
        Assert.Equal(images.Archive, images.Loaded);
    }

    [Fact]
    public async Task Plain_tools_can_read_it()
    {
        await PackAsync();
        using var tar = new TarReader(File.OpenRead(Bundle));
        Dictionary<string, byte[]> entries = [];
        while (tar.GetNextEntry(copyData: true) is { } entry)
        {
            entries[entry.Name] = ((MemoryStream)entry.DataStream!).ToArray();
        }

        Assert.Equal(["manifest.json", "unpack.sh", "files.000", "images.000", "images.001"], entries.Keys);
        Assert.StartsWith("#!/bin/sh", Encoding.UTF8.GetString(entries["unpack.sh"]), StringComparison.Ordinal);

        // As `cat images.* | gunzip` does: members of one stream.
        using var whole = new GZipStream(new MemoryStream([.. entries["images.000"], .. entries["images.001"]]), CompressionMode.Decompress);
        using var archive = new MemoryStream();
        whole.CopyTo(archive);
        Assert.Equal(_images.Archive, archive.ToArray());
    }

    [Fact]
    public async Task Unpacking_twice_does_it_once()
    {
        await PackAsync();
        await UnpackAsync();
        await UnpackAsync();
        Assert.Equal(1, _images.Loads);
        Assert.Equal($"{Room} holds it already.", _told[^1]);
    }

    [Fact]
    public async Task What_was_interrupted_goes_on_where_it_was()
    {
        await PackAsync();
        _images.Trouble = new OperationCanceledException();
        await Assert.ThrowsAsync<OperationCanceledException>(UnpackAsync);
        _images.Trouble = null;

        // A part that was damaged on the disk meanwhile is taken again, and no other.
        var part = Path.Combine(Room, ".evolve-parts", "images.001");
        Flip(part, 10);
        _told.Clear();
        await UnpackAsync();
        Assert.Equal(["images.001 is whole.", "All 3 parts are whole; 2 were here from before.", "The engine takes 2 images."], _told);
        Assert.Equal(_images.Archive, _images.Loaded);
    }

    [Fact]
    public async Task A_damaged_part_is_named_and_the_others_are_kept()
    {
        await PackAsync();
        var whole = File.ReadAllBytes(Bundle);
        Flip(Bundle, PlaceOf("images.000") + 100);
        var refusal = await Assert.ThrowsAsync<BundleException>(UnpackAsync);
        Assert.Equal(
            $"{Bundle} is damaged in images.000: copy it again and type the same once more; what is whole is kept (2 of 3 parts).", refusal.Message);
        Assert.False(File.Exists(Path.Combine(Room, "run.sh")));

        File.WriteAllBytes(Bundle, whole);
        _told.Clear();
        await UnpackAsync();
        Assert.Equal("images.000 is whole.", _told[0]);
    }

    [Fact]
    public async Task One_that_is_cut_off_says_where()
    {
        await PackAsync();
        var whole = File.ReadAllBytes(Bundle);
        File.WriteAllBytes(Bundle, whole[..(int)(PlaceOf("images.001") + 1000)]);
        var refusal = await Assert.ThrowsAsync<BundleException>(UnpackAsync);
        Assert.Contains("images.001", refusal.Message, StringComparison.Ordinal);
        File.WriteAllBytes(Bundle, whole[..(int)(PlaceOf("images.000") - 512)]);
        Directory.Delete(Room, recursive: true);
        refusal = await Assert.ThrowsAsync<BundleException>(UnpackAsync);
        Assert.Contains("is cut off: images.000 and what follows is missing.", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("(1 of 3 parts)", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_processor_is_refused_before_anything_is_touched()
    {
        await PackAsync(Manifest() with { Architecture = "arm64" });
        var refusal = await Assert.ThrowsAsync<BundleException>(UnpackAsync);
        Assert.Equal($"{Bundle} is for another processor (arm64); this machine has x64.", refusal.Message);
        Assert.False(Directory.Exists(Room));
    }

    [Fact]
    public async Task A_folder_with_something_else_is_left_alone()
    {
        await PackAsync();
        Directory.CreateDirectory(Room);
        File.WriteAllText(Path.Combine(Room, "mine.txt"), "mine");
        var refusal = await Assert.ThrowsAsync<BundleException>(UnpackAsync);
        Assert.Contains("is not empty", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["mine.txt"], Directory.EnumerateFileSystemEntries(Room).Select(Path.GetFileName));
    }

    [Fact]
    public async Task An_image_that_is_not_there_is_told_and_nothing_is_left()
    {
        var refusal = await Assert.ThrowsAsync<BundleException>(() => PackAsync(Manifest() with { Images = ["base", "never", "web"] }));
        Assert.Equal("These images are not there: never. Somebody has removed them meanwhile: pack again.", refusal.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task A_packing_that_fails_leaves_the_bundle_before_as_it_was()
    {
        await PackAsync();
        var before = File.ReadAllBytes(Bundle);
        _images.Trouble = new IOException("The disk is on fire.");
        await Assert.ThrowsAsync<IOException>(() => PackAsync());
        Assert.Equal(before, File.ReadAllBytes(Bundle));
        Assert.Equal(["room.evolve"], Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/outside")]
    [InlineData("a/../../outside")]
    [InlineData("a//b")]
    [InlineData("a\\b")]
    public async Task A_file_that_leads_out_of_the_folder_is_refused(string name)
    {
        await ForgeAsync(entry: new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) });
        var refusal = await Assert.ThrowsAsync<BundleException>(UnpackAsync);
        Assert.Contains("whose name leads somewhere else", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "outside")));
    }

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.CharacterDevice)]
    [InlineData(TarEntryType.Fifo)]
    public async Task What_is_no_file_is_refused(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "link");
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
        {
            entry.LinkName = "/etc/passwd";
        }

        await ForgeAsync(entry);
        Assert.Contains("something that is no file", (await Assert.ThrowsAsync<BundleException>(UnpackAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_that_swells_beyond_its_size_is_refused()
    {
        await ForgeAsync(new PaxTarEntry(TarEntryType.RegularFile, "big") { DataStream = new MemoryStream(new byte[1 << 20]) }, rawBytes: 4096);
        Assert.Contains("does not hold in files.000 what it says", (await Assert.ThrowsAsync<BundleException>(UnpackAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_says_absurd_things_is_not_believed()
    {
        var good = Manifest() with { Parts = [new BundlePart("files.000", 10, 10, new string('0', 64))] };
        Assert.Equal(good.ToJson(), BundleManifest.Read(Encoding.UTF8.GetBytes(good.ToJson())).ToJson());
        BundleManifest[] absurd =
        [
            good with { Format = 0 },
            good with { Format = 99 },
            good with { Deployment = "../x" },
            good with { Play = "x\e[2J" },
            good with { Parts = [good.Parts[0] with { Name = "../../etc/passwd" }] },
            good with { Parts = [good.Parts[0] with { Name = "files.001" }] },
            good with { Parts = [good.Parts[0], good.Parts[0]] },
            good with { Parts = [good.Parts[0] with { RawBytes = 1L << 40 }] },
            good with { Parts = [good.Parts[0] with { Bytes = -1 }] },
            good with { Images = [""] },
            good with { Mirror = null! },
            good with { Mirror = "file:///etc" },
            good with { Mirror = "no address" },
        ];
        Assert.All(absurd, manifest => Assert.Throws<BundleException>(() => BundleManifest.Read(Encoding.UTF8.GetBytes(manifest.ToJson()))));
        string[] broken = ["", "null", "[]", "{}", "{\"parts\":[null]}", "{\"format\":\"one\"}"];
        Assert.All(
            broken,
            text => Assert.Throws<BundleException>(() => BundleManifest.Read(Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public async Task Whatever_is_changed_in_a_bundle_gives_a_sentence_and_no_file_outside()
    {
        await PackAsync();
        var whole = File.ReadAllBytes(Bundle);

        // Where it counts: headers and the manifest are a small part of all bytes.
        long[] places = [0, 300, 512, 512 + BundleManifest.Bytes, PlaceOf("files.000") - 512, PlaceOf("files.000"), PlaceOf("images.000") - 512, PlaceOf("images.001")];
        var changes = Gen.Select(Gen.Int[0, places.Length - 1].Select(i => places[i]), Gen.Int[0, 600], Gen.Byte, Gen.Int[0, 20]);
        await changes.SampleAsync(
            async change =>
            {
                var (place, offset, value, cut) = change;
                var bytes = whole.ToArray();
                bytes[Math.Min(place + offset, bytes.Length - 1)] = value;
                File.WriteAllBytes(Bundle, cut == 0 ? bytes[..(int)Math.Min(place + offset, bytes.Length)] : bytes);
                if (Directory.Exists(Room))
                {
                    Directory.Delete(Room, recursive: true);
                }

                try
                {
                    await UnpackAsync();
                }
                catch (BundleException exception)
                {
                    Assert.StartsWith(Bundle, exception.Message, StringComparison.Ordinal);
                }

                Assert.Superset(
                    Directory.EnumerateFileSystemEntries(_folder).Select(Path.GetFileName).ToHashSet(), new HashSet<string?> { "room", "room.evolve" });
            },
            iter: 300,
            threads: 1);
    }

    private static BundleManifest Manifest() => new(
        BundleManifest.CurrentFormat, "A talk", "tour", "x64", "1.0", DateTimeOffset.UnixEpoch, "0123456789abcdef", ["base", "web"], "http://mirror.example/debian", []);

    private Task<BundleManifest> PackAsync(BundleManifest? manifest = null) => new Packer(_images, new Told(_ => { })) { PartBytes = PartBytes }.PackAsync(
        Bundle,
        [
            PackedFile.Script("run.sh", "#!/bin/sh\n"),
            new PackedFile("assets/a/b.txt", () => new MemoryStream("text"u8.ToArray()), IsExecutable: false),
        ],
        manifest ?? Manifest(),
        ["5ta9e"]);

    private Task<BundleManifest> UnpackAsync() => new Unpacker(_images, "x64", new Told(_told.Add)).UnpackAsync(Bundle, Room);

    /// <summary>A bundle by somebody who means no good: its sums are right.</summary>
    private async Task ForgeAsync(TarEntry entry, long? rawBytes = null)
    {
        using var archive = new MemoryStream();
        await using (var tar = new TarWriter(archive, leaveOpen: true))
        {
            await tar.WriteEntryAsync(entry);
        }

        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            archive.Position = 0;
            await archive.CopyToAsync(gzip);
        }

        var part = new BundlePart("files.000", packed.Length, rawBytes ?? archive.Length, Convert.ToHexStringLower(SHA256.HashData(packed.ToArray())));
        var json = Encoding.UTF8.GetBytes((Manifest() with { Images = [], Parts = [part] }).ToJson().PadRight(BundleManifest.Bytes));
        await using var bundle = new TarWriter(File.Create(Bundle), TarEntryFormat.Ustar);
        await bundle.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, "manifest.json") { DataStream = new MemoryStream(json) });
        await bundle.WriteEntryAsync(new UstarTarEntry(TarEntryType.RegularFile, part.Name) { DataStream = new MemoryStream(packed.ToArray()) });
    }

    private long PlaceOf(string name)
    {
        using var file = File.OpenRead(Bundle);
        using var tar = new TarReader(file, leaveOpen: true);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name == name)
            {
                return entry.DataOffset;
            }
        }

        throw new InvalidOperationException($"There is no {name} in {Bundle}.");
    }

    private static void Flip(string path, long place)
    {
        using var file = File.Open(path, FileMode.Open);
        file.Position = place;
        var value = file.ReadByte();
        file.Position = place;
        file.WriteByte((byte)(value ^ 0xff));
    }

    private sealed class Told(Action<string> told) : IProgress<string>
    {
        public void Report(string value) => told(value);
    }

    /// <summary>An engine's images: an archive of more than a part, which cannot be compressed.</summary>
    private sealed class FakeImages(byte[] archive) : IImageStore
    {
        internal byte[] Archive => archive;

        internal IReadOnlyCollection<string> Asked { get; private set; } = [];

        internal byte[]? Loaded { get; private set; }

        internal int Loads { get; private set; }

        internal Exception? Trouble { get; set; }

        public Task<IReadOnlyDictionary<string, ImmutableArray<string>?>> FindAsync(IReadOnlyCollection<string> images, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, ImmutableArray<string>?>>(images.ToDictionary(
                name => name,
                name => name switch
                {
                    "base" => (ImmutableArray<string>?)["base"],
                    "web" => ["web", "sha256:parent", "base"],
                    "5ta9e" => ["sha256:stage", "base"],
                    _ => null,
                }));

        public Task<Stream> SaveAsync(IReadOnlyCollection<string> references, CancellationToken cancellationToken)
        {
            Asked = references;
            return Trouble is null ? Task.FromResult<Stream>(new MemoryStream(Archive)) : throw Trouble;
        }

        public async Task LoadAsync(Stream archive, CancellationToken cancellationToken)
        {
            if (Trouble is not null)
            {
                throw Trouble;
            }

            using var taken = new MemoryStream();
            await archive.CopyToAsync(taken, cancellationToken);
            Loaded = taken.ToArray();
            Loads++;
        }

        internal static byte[] Noise(int length)
        {
            var bytes = new byte[length];
            new Random(7).NextBytes(bytes);
            return bytes;
        }
    }
}
