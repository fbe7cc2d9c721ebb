using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Evolve.Lamp.Machine;

/// <summary>The few calls of the C library that .NET has no name for.</summary>
internal static partial class SystemCalls
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint BasicStats = 0x7ff;
    private const int AlreadyThere = 17; // EEXIST

    /// <summary>The effective user id of this process.</summary>
    [LibraryImport("libc", EntryPoint = "geteuid")]
    internal static partial uint EffectiveUserId();

    /// <summary>The user id that owns a path (a link itself, not its target).</summary>
    /// <exception cref="IOException">It cannot be asked.</exception>
    internal static uint OwnerOf(string path) => FieldOf(path, 20);

    /// <summary>The id of a path's group (a link's own, not its target's).</summary>
    /// <exception cref="IOException">It cannot be asked.</exception>
    internal static uint GroupOf(string path) => FieldOf(path, 24);

    // struct statx of linux/stat.h: 256 bytes, stx_uid at offset 20, stx_gid at 24; unlike struct stat it is the same everywhere.
    private static uint FieldOf(string path, int offset)
    {
        Span<byte> buffer = stackalloc byte[256];
        if (StatX(CurrentFolder, path, NoFollow, BasicStats, ref MemoryMarshal.GetReference(buffer)) != 0)
        {
            throw new IOException($"The owner and group of {path} cannot be found out: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        return BinaryPrimitives.ReadUInt32LittleEndian(buffer[offset..]);
    }

    /// <summary>Gives a file a second name, in one step for everybody who looks.</summary>
    /// <returns>False when that name is taken already: of many that try, exactly one gets true.</returns>
    /// <exception cref="IOException">The file system refuses.</exception>
    internal static bool TryLink(string path, string name)
    {
        if (Link(path, name) == 0)
        {
            return true;
        }

        return Marshal.GetLastPInvokeError() == AlreadyThere
            ? false
            : throw new IOException($"{name} cannot be made: {Marshal.GetLastPInvokeErrorMessage()}.");
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Link(string path, string name);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, ref byte buffer);
}
