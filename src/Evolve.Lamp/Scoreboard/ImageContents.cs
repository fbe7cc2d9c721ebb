using System.Formats.Tar;
using System.Globalization;

namespace Evolve.Lamp.Scoreboard;

/// <summary>
/// What an image holds. A guest's files are inside its disks: its build left their figures beside them
/// (<c>assets/pack.sh</c>), with those of the kernel (<c>assets/kernel/build.sh</c>).
/// </summary>
/// <param name="Files">Files that are not empty; null when a guest's build left no figure.</param>
/// <param name="Executables">Those of them that can be started, libraries left out.</param>
/// <param name="KernelOptions">Options of the kernel that are on; null without a kernel.</param>
/// <param name="GuestMemory">Memory of the guest's machine in bytes; null when it is no guest.</param>
internal sealed record ImageContents(long? Files, long? Executables, long? KernelOptions, long? GuestMemory)
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const string GuestFolder = "guest/";
    private const string Memory = "memory";

    /// <summary>The runner's own, when its guest.conf says nothing (<c>assets/runner/README.md</c>).</summary>
    private const long UsualMemory = 64 << 20;

    /// <summary>No file of figures is larger: what is, is none.</summary>
    private const int MostText = 64 * 1024;

    /// <summary>Reads a container's file system, as the engine exports it.</summary>
    /// <exception cref="InvalidDataException">It is no archive.</exception>
    /// <exception cref="IOException">It breaks off.</exception>
    public static async Task<ImageContents> ReadAsync(Stream tar, CancellationToken cancellationToken)
    {
        long files = 0, executables = 0;
        var inDisks = new Dictionary<string, long>();
        var ofKernel = new Dictionary<string, long>();
        long? memory = null;
        await using var reader = new TarReader(tar);
        while (await reader.GetNextEntryAsync(cancellationToken: cancellationToken) is { } entry)
        {
            // What Docker itself puts into a container is empty. Of two names of one file, both are names.
            var isFile = entry.EntryType is TarEntryType.RegularFile && entry.Length > 0;
            if (!isFile && entry.EntryType is not TarEntryType.HardLink)
            {
                continue;
            }

            files++;
            executables += (entry.Mode & AnyExecute) != 0 && !entry.Name.Contains(".so", StringComparison.Ordinal) ? 1 : 0;
            if (!entry.Name.StartsWith(GuestFolder, StringComparison.Ordinal) || entry is not { DataStream: { } data, Length: < MostText })
            {
                continue;
            }

            var name = entry.Name[GuestFolder.Length..];
            if (name == "guest.conf")
            {
                memory = MemoryIn(await TextAsync(data, cancellationToken)) ?? UsualMemory;
            }
            else if (name == "figures")
            {
                Add(ofKernel, await TextAsync(data, cancellationToken));
            }
            else if (name.EndsWith(".figures", StringComparison.Ordinal))
            {
                Add(inDisks, await TextAsync(data, cancellationToken));
            }
        }

        return memory is null
            ? new ImageContents(files, executables, null, null)
            : new ImageContents(Find(inDisks, "files"), Find(inDisks, "executables"), Find(ofKernel, "options"), memory);
    }

    /// <summary>The same when the image's environment gives the machine another memory.</summary>
    public ImageContents WithEnvironment(IEnumerable<string> variables) =>
        GuestMemory is not null && variables.FirstOrDefault(variable => variable.StartsWith("RUNNER_MEMORY=", StringComparison.Ordinal)) is { } memory
            ? this with { GuestMemory = Size(memory["RUNNER_MEMORY=".Length..]) ?? GuestMemory }
            : this;

    /// <summary>What is known of it, as the scoreboard has it.</summary>
    public IEnumerable<(ScoreMeasure Measure, double Value)> Figures() =>
        new (ScoreMeasure Measure, long? Value)[]
        {
            (ScoreMeasure.GuestMemory, GuestMemory),
            (ScoreMeasure.Files, Files),
            (ScoreMeasure.Executables, Executables),
            (ScoreMeasure.KernelOptions, KernelOptions),
        }
        .Where(figure => figure.Value is not null)
        .Select(figure => (figure.Measure, (double)figure.Value!.Value));

    private static async Task<string> TextAsync(Stream data, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(data, leaveOpen: true);
        return await reader.ReadToEndAsync(cancellationToken);
    }

    /// <summary>Lines of a name and a whole number; the same name in another file adds to it.</summary>
    private static void Add(Dictionary<string, long> figures, string text)
    {
        foreach (var words in text.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            if (words is [var name, var word] && long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                figures[name] = figures.GetValueOrDefault(name) + number;
            }
        }
    }

    private static long? Find(Dictionary<string, long> figures, string name) => figures.TryGetValue(name, out var value) ? value : null;

    private static long? MemoryIn(string conf) => conf.Split('\n')
        .Select(line => line.Split('=', 2, StringSplitOptions.TrimEntries))
        .Where(pair => pair is [Memory, _])
        .Select(pair => Size(pair[1]))
        .FirstOrDefault();

    /// <summary>A number with <c>K</c>, <c>M</c> or <c>G</c>, powers of 1024 as QEMU has them.</summary>
    private static long? Size(string text)
    {
        var shift = text.Length == 0 ? 0 : text[^1] switch { 'K' => 10, 'M' => 20, 'G' => 30, _ => 0 };
        return long.TryParse(shift == 0 ? text : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number << shift : null;
    }
}
